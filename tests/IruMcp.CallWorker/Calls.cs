using IruMcp.Connections;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.CallWorker;

/// <summary>What the worker has done, as it saw it itself.</summary>
/// <param name="Allowed">Calls that were sent and are no plain reads.</param>
/// <param name="Refused">Calls that were not sent.</param>
/// <param name="Succeeded">Of those sent, how many went well.</param>
/// <param name="Failed">How many certainly did not take effect.</param>
/// <param name="InDoubt">How many may have.</param>
/// <param name="Unexplained">Failures that are no <see cref="IruException"/> with an id and a next step, in words.</param>
internal sealed record Report(int Allowed, int Refused, int Succeeded, int Failed, int InDoubt, IReadOnlyList<string> Unexplained);

internal sealed class Calls(IruConnection connection, IActivityLog log)
{
    public Report Report { get; private set; } = new(0, 0, 0, 0, 0, []);

    public async Task<IReadOnlyList<string>> DevicesAsync()
    {
        var reader = connection.Invoke(Bind("get-devices", new() { ["platform"] = "Mac" }), log);
        var devices = new List<string>();
        while (await reader.ReadPageAsync(CancellationToken.None).ConfigureAwait(false) is { } page)
            devices.AddRange(page.Items.Cast<DataObject>().Select(device => (string)device["device_id"]!));
        return devices;
    }

    /// <summary>Sends calls of all kinds one after the other; every change bears a tag that no other has.</summary>
    public async Task MixedAsync(IReadOnlyList<string> devices, string name, int count)
    {
        var random = new Random(name.GetHashCode(StringComparison.Ordinal));
        for (var i = 0; i < count; i++)
        {
            var device = devices[random.Next(devices.Count)];
            await (random.Next(10) switch
            {
                0 or 1 => TryAsync("get-device-details", new() { ["device_id"] = device }),
                2 => TryAsync("get-filevault-recovery-key", new() { ["device_id"] = device }),
                3 => TryAsync("lock-device", new() { ["device_id"] = device }, isApproved: false),
                4 or 5 => TryAsync("create-device-note", new() { ["device_id"] = device, ["content"] = $"{name}-{i}" }),
                _ => TryAsync("update-device", new() { ["device_id"] = device, ["asset_tag"] = $"{name}-{i}" }),
            }).ConfigureAwait(false);
        }
    }

    public async Task TryAsync(string tool, Dictionary<string, object?> arguments, bool isApproved = true)
    {
        var call = Bind(tool, arguments);
        var isRecorded = call.Tool.Risk != Risk.Read;
        if (isApproved)
            call.Approve("worker");
        try
        {
            var reader = connection.Invoke(call, log);
            if (isRecorded)
                Report = Report with { Allowed = Report.Allowed + 1 };
            while (await reader.ReadPageAsync(CancellationToken.None).ConfigureAwait(false) is not null)
            {
            }
            if (isRecorded)
                Report = Report with { Succeeded = Report.Succeeded + 1 };
        }
        catch (IruException failure)
        {
            Count(failure, isRecorded);
        }
        catch (Exception surprise) when (surprise is not OutOfMemoryException)
        {
            Report = Report with { Unexplained = [.. Report.Unexplained, surprise.ToString()] };
        }
    }

    private void Count(IruException failure, bool isRecorded)
    {
        if (failure.Id == "IruMcp.NotApproved")
            Report = Report with { Refused = Report.Refused + 1 };
        else if (failure.NextStep is null)
            Report = Report with { Unexplained = [.. Report.Unexplained, $"{failure.Id}: {failure.Message}"] };
        if (!isRecorded || failure.Id == "IruMcp.NotApproved")
            return;
        Report = failure.IsAmbiguous ? Report with { InDoubt = Report.InDoubt + 1 } : Report with { Failed = Report.Failed + 1 };
    }

    private ToolCall Bind(string tool, Dictionary<string, object?> arguments) =>
        ToolCall.Bind(connection.GetTool(tool), null, arguments, null, new PageRequest());
}
