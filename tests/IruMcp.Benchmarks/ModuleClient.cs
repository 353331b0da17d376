using IruMcp.Connections;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Benchmarks;

/// <summary>The same through the module's Core.</summary>
internal static class ModuleClient
{
    private static readonly Dictionary<string, object?> None = [];
    private static readonly ActivityLog Silent = new(static _ => { }, static _ => { }) { IsVerbose = false };

    public static Task<IruConnection> ConnectAndListAsync(Uri endpoint, string apiKey, string profile) => IruConnection.OpenAsync(
        new ConnectionOptions { Name = "benchmark", Endpoint = endpoint, ApiKey = new Secret(apiKey), Profile = new Secret(profile), Protocols = new ProtocolMemory(file: null) },
        Silent, CancellationToken.None);

    /// <summary>Reads the whole result of a tool; gives the number of items.</summary>
    public static Task<int> ReadAllAsync(IruConnection connection, string tool) => ReadAsync(connection, tool, None, new PageRequest());

    /// <summary>Calls a tool once; gives the number of items.</summary>
    public static Task<int> CallAsync(IruConnection connection, string tool, Dictionary<string, object?> arguments) =>
        ReadAsync(connection, tool, arguments, new PageRequest { IsSinglePage = true });

    private static async Task<int> ReadAsync(IruConnection connection, string tool, Dictionary<string, object?> arguments, PageRequest page)
    {
        var reader = connection.Invoke(ToolCall.Bind(connection.GetTool(tool), null, None, arguments, page), Silent);
        var count = 0;
        while (await reader.ReadPageAsync(CancellationToken.None) is { } read)
            count += read.Items.Count;
        return count;
    }
}
