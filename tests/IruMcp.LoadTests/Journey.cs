using System.Runtime.InteropServices;
using IruMcp.Connections;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.LoadTests;

/// <summary>What every host must be able to do with the built module's Core: connect, list, read page by page, change something.
/// Compiled into each host program; prints what the tests read.</summary>
internal static class Journey
{
    private static readonly Dictionary<string, object?> None = [];

    public static async Task<int> WalkAsync(string endpoint, string apiKey, string profile)
    {
        var log = new ActivityLog(message => Console.WriteLine("verbose: " + message), message => Console.WriteLine("warning: " + message));
        var options = new ConnectionOptions
        {
            Name = "load test",
            Endpoint = new Uri(endpoint),
            ApiKey = new Secret(apiKey),
            Profile = new Secret(profile),
        };
        using var connection = await IruConnection.OpenAsync(options, log, CancellationToken.None);
        Console.WriteLine($"tools: {connection.ToolCount}");

        var devices = await ReadAsync(connection, log, ToolCall.Bind(connection.GetTool("get-devices"), null, None, null, new PageRequest()));
        Console.WriteLine($"devices: {devices.Count}");

        var first = (DataObject)devices[0]!;
        var change = ToolCall.Bind(
            connection.GetTool("update-device"), null,
            new Dictionary<string, object?> { ["device_id"] = first["device_id"], ["asset_tag"] = "LOAD-1" }, null, new PageRequest());
        change.Approve("load test");
        var changed = (DataObject)(await ReadAsync(connection, log, change))[0]!;
        Console.WriteLine($"asset tag: {changed["asset_tag"]}");

        Console.WriteLine($"host: {RuntimeInformation.FrameworkDescription}");
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic))
            Console.WriteLine($"loaded: {assembly.GetName().Name}|{assembly.GetName().Version}|{ContextOf(assembly)}|{assembly.Location}");
        return 0;
    }

    private static string ContextOf(System.Reflection.Assembly assembly)
    {
#if NET
        return System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(assembly)?.Name ?? "";
#else
        return assembly.GlobalAssemblyCache ? "GAC" : "";
#endif
    }

    private static async Task<List<object?>> ReadAsync(IruConnection connection, IActivityLog log, ToolCall call)
    {
        var items = new List<object?>();
        var reader = connection.Invoke(call, log);
        while (await reader.ReadPageAsync(CancellationToken.None) is { } page)
            items.AddRange(page.Items);
        return items;
    }
}
