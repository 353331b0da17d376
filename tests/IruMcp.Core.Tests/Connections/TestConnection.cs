using IruMcp.Connections;
using IruMcp.Governance;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Connections;

/// <summary>Short words for opening connections and calling tools in tests.</summary>
internal static class TestConnection
{
    public static async Task<IruConnection> OpenAsync(
        SimulatorProcess simulator, bool raw = false, bool readOnly = false, int timeoutSeconds = 30, IActivityLog? log = null) =>
        await IruConnection.OpenAsync(Options(simulator, raw) with { IsReadOnly = readOnly, Timeout = TimeSpan.FromSeconds(timeoutSeconds) },
            log ?? new RecordingLog(), CancellationToken.None);

    public static ConnectionOptions Options(SimulatorProcess simulator, bool raw = false) => new()
    {
        Name = "test",
        Endpoint = raw ? simulator.RawEndpoint : simulator.Endpoint,
        ApiKey = new Secret(simulator.ApiKey),
        Profile = new Secret(simulator.Profile),
        Audit = new AuditSettings { Folder = AuditPath },
        PolicyPlaces = Policies,
        Protocols = Protocols,
    };

    /// <summary>What servers speak, never in the user's folder.</summary>
    public static ProtocolMemory Protocols { get; } = new(file: null);

    /// <summary>The tests' own audit trail, never the user's.</summary>
    public static string AuditPath { get; } = TemporaryFolder.OfThisRun("audit");

    /// <summary>A policy that sets no limits: the one of whoever runs the tests is none of their business.</summary>
    public static PolicyPlaces Policies { get; } = WithoutLimits(TemporaryFolder.OfThisRun("policy"));

    private static PolicyPlaces WithoutLimits(string folder)
    {
        Directory.CreateDirectory(folder);
        var places = new PolicyPlaces { UserFile = Path.Combine(folder, "policy.json"), MachineFile = Path.Combine(folder, "machine", "policy.json") };
        File.WriteAllText(places.UserFile, """{ "rules": [ { "risk": ["Disruptive", "Destructive"], "maximumPerPipeline": 1000000, "maximumPerHour": 1000000 } ] }""");
        return places;
    }

    public static ToolCall Bind(this IruConnection connection, string tool, object? arguments = null, PageRequest? page = null)
    {
        var values = arguments?.GetType().GetProperties().ToDictionary(property => property.Name, property => property.GetValue(arguments)) ?? [];
        var call = ToolCall.Bind(connection.GetTool(tool), null, values, null, page ?? new PageRequest());
        call.Approve("test");
        return call;
    }

    public static async Task<List<object?>> CallAsync(
        this IruConnection connection, string tool, object? arguments = null, PageRequest? page = null, IActivityLog? log = null)
    {
        var items = new List<object?>();
        var reader = connection.Invoke(connection.Bind(tool, arguments, page), log ?? new RecordingLog());
        while (await reader.ReadPageAsync(CancellationToken.None) is { } next)
            items.AddRange(next.Items);
        return items;
    }

    public static async Task<string> AnyDeviceAsync(this IruConnection connection, string platform = "Mac") =>
        (string)((DataObject)(await connection.CallAsync("get-devices", new { platform }, new PageRequest { First = 1 }))[0]!)["device_id"]!;
}

/// <summary>One simulator of twenty devices for all tests of a class.</summary>
public sealed class SmallSimulator : IAsyncLifetime
{
    internal SimulatorProcess Process { get; private set; } = null!;

    public async Task InitializeAsync() => Process = await SimulatorProcess.StartAsync("--devices", "20");

    public async Task DisposeAsync() => await Process.DisposeAsync();
}

internal sealed class RecordingLog : IActivityLog
{
    private readonly List<string> _messages = [];

    public IReadOnlyList<string> Messages
    {
        get
        {
            lock (_messages)
                return [.. _messages];
        }
    }

    public bool IsVerbose => true;

    public void Verbose(string message) => Add(message);

    public void Warning(string message) => Add("warning: " + message);

    public void Waiting(TimeSpan time) => Add("waiting: " + time);

    private void Add(string message)
    {
        lock (_messages)
            _messages.Add(message);
    }
}
