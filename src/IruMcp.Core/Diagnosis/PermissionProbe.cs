using IruMcp.Connections;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Diagnosis;

/// <summary>Tries one read, for one item.</summary>
/// <param name="State">Allowed also where the server found nothing: it had looked.</param>
/// <param name="Failure">Why it did not work; null where it did.</param>
/// <param name="Item">The first item of the answer.</param>
internal sealed record PermissionProbe(PermissionState State, IruException? Failure, DataObject? Item)
{
    private static readonly PageRequest OneItem = new() { First = 1, PageSize = 1, IsSinglePage = true };

    /// <param name="connection">The connection.</param>
    /// <param name="tool">One that reads and reveals no secret.</param>
    /// <param name="identifiers">Values for its required arguments.</param>
    public static async Task<PermissionProbe> TryAsync(
        IruConnection connection, IruTool tool, IReadOnlyDictionary<string, object?>? identifiers, IActivityLog log, CancellationToken cancellationToken)
    {
        try
        {
            var call = ToolCall.Bind(tool, null, identifiers ?? new Dictionary<string, object?>(), null, OneItem);
            using var reader = connection.Invoke(call, log);
            var page = await reader.ReadPageAsync(cancellationToken).ConfigureAwait(false);
            return new PermissionProbe(PermissionState.Allowed, null, page?.Items.OfType<DataObject>().FirstOrDefault());
        }
        catch (IruException failure)
        {
            var state = failure.Id == FailureIds.PermissionDenied || failure.StatusCode == 403 ? PermissionState.Denied
                : failure.Id == FailureIds.UnknownTool ? PermissionState.NotListed
                : failure.Id == FailureIds.NotFound || failure.StatusCode is 400 or 404 && !failure.IsFromTransport ? PermissionState.Allowed
                : PermissionState.Unknown;
            return new PermissionProbe(state, failure, null);
        }
    }
}
