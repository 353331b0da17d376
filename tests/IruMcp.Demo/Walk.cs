using IruMcp.Configuration;
using IruMcp.Connections;
using IruMcp.Hosts;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Demo;

/// <summary>The steps of the demo, each with its checks.</summary>
internal sealed class Walk(SimulatedTenant tenant, string folder)
{
    private static readonly ActivityLog Log = new(_ => { }, message => Console.WriteLine($"    warning: {message}"));
    private int _steps;

    public int Checks { get; private set; }

    public async Task RunAsync()
    {
        Step("A simulated tenant has been started");
        Say($"{tenant.Endpoint}, process {tenant.ProcessId}");

        Step("Read what Iru shows once");
        McpConfiguration configuration = ConfigurationReader.Read(tenant.ShownText);
        Say(configuration.ToString());
        Check(!configuration.ToString().Contains("CANARY", StringComparison.Ordinal), "no more of the key is shown than its end");

        Step("Connect");
        using IruConnection connection = await ConnectAsync(configuration);
        Say($"{connection.Server}, protocol {connection.ProtocolVersion}");
        Check(connection.ToolCount > 100, $"{connection.ToolCount} tools");

        ShowTools(connection);
        DataObject device = await ReadFleetAsync(connection);
        await EraseAsync(connection, (string)device["device_id"]!);
        Export(configuration);
    }

    private static Task<IruConnection> ConnectAsync(McpConfiguration configuration) => IruConnection.OpenAsync(
        new ConnectionOptions
        {
            Name = "iru",
            Endpoint = configuration.Url,
            ApiKey = configuration.ApiKey,
            Profile = new Secret(configuration.Profile),
        },
        Log, CancellationToken.None);

    private void ShowTools(IruConnection connection)
    {
        Step("See what there is, and what it can do");
        foreach (var group in connection.Tools.Tools.GroupBy(tool => tool.Risk).OrderBy(group => group.Key))
            Say($"{group.Key,-12}{group.Count(),4}   {string.Join(", ", group.Take(3).Select(tool => tool.Name))}, ...");
        Check(connection.GetTool("erase-device").Risk == Risk.Destructive, "erase-device is known to be destructive");
    }

    private async Task<DataObject> ReadFleetAsync(IruConnection connection)
    {
        Step("Read the fleet");
        List<DataObject> devices = [.. (await CallAsync(connection, "get-devices")).Cast<DataObject>()];
        foreach (DataObject device in devices.Take(5))
            Say($"{device["device_name"],-28}{device["serial_number"],-14}{device["platform"],-9}{device["os_version"],-11}{device["blueprint_name"]}");
        int known = await tenant.CountDevicesAsync();
        Check(devices.Select(device => device["device_id"]).Distinct().Count() == known,
            $"{known} distinct devices, from {await tenant.CountCallsAsync("get-devices")} pages");
        return devices.First(device => (string?)device["platform"] == "iPhone");
    }

    private async Task EraseAsync(IruConnection connection, string id)
    {
        Step("An erase that nobody has approved is refused");
        ToolCall erase = Bind(connection, "erase-device", id);
        Check(await FailsAsync(connection, erase) == "IruMcp.NotApproved" && await tenant.CountCallsAsync("erase-device") == 0, "nothing was sent");

        Step("An erase with consent");
        erase.Approve("the demo");
        await ReadAsync(connection.Invoke(erase, Log));
        Check(await tenant.CountCallsAsync("erase-device") == 1, "sent once");

        Step("It is gone");
        Check(await FailsAsync(connection, Bind(connection, "get-device", id)) == "IruMcp.NotFound", "the server does not know it any more");
        Check(!await tenant.HasDeviceAsync(id), "nor does the simulated tenant itself");
    }

    private void Export(McpConfiguration configuration)
    {
        Step("Put Iru into three AI clients");
        Export(configuration, "ClaudeDesktop", KeySource.PlainText, "claude_desktop_config.json");
        string cursor = Export(configuration, "Cursor", KeySource.Environment, "mcp.json");
        Export(configuration, "Codex", KeySource.Environment, "config.toml");

        Step("What Cursor's file says now");
        foreach (string line in File.ReadLines(cursor))
            Say(line);
    }

    private string Export(McpConfiguration configuration, string host, KeySource source, string file)
    {
        HostExportPlan plan = HostConfiguration.Plan(new HostExportRequest
        {
            Host = host,
            KeySource = source,
            Path = Path.Combine(folder, file),
            EntryName = "iru",
            Configuration = configuration,
        });
        plan.Apply();
        Say($"{host,-14}{source,-13}{plan.Path}");
        bool hasKey = File.ReadAllText(plan.Path).Contains(tenant.ApiKey, StringComparison.Ordinal);
        Check(hasKey == (source == KeySource.PlainText), hasKey ? "with the key, as asked for" : "without the key");
        return plan.Path;
    }

    private static ToolCall Bind(IruConnection connection, string tool, string deviceId) =>
        ToolCall.Bind(connection.GetTool(tool), item: null, new Dictionary<string, object?> { ["device_id"] = deviceId }, arguments: null, new PageRequest());

    private static Task<List<object?>> CallAsync(IruConnection connection, string tool) => ReadAsync(
        connection.Invoke(ToolCall.Bind(connection.GetTool(tool), item: null, new Dictionary<string, object?>(), arguments: null, new PageRequest()), Log));

    private static async Task<List<object?>> ReadAsync(ResultReader reader)
    {
        List<object?> items = [];
        while (await reader.ReadPageAsync(CancellationToken.None) is { } page)
            items.AddRange(page.Items);
        return items;
    }

    private async Task<string> FailsAsync(IruConnection connection, ToolCall call)
    {
        try
        {
            await ReadAsync(connection.Invoke(call, Log));
            return "";
        }
        catch (IruException failure)
        {
            Say(failure.Message);
            return failure.Id;
        }
    }

    private void Step(string title)
    {
        Console.WriteLine();
        Console.WriteLine($"{++_steps}. {title}");
    }

    private static void Say(string text) => Console.WriteLine($"    {text}");

    private void Check(bool isTrue, string claim)
    {
        if (!isTrue)
            throw new InvalidOperationException("not true: " + claim);
        Checks++;
        Console.WriteLine($"    [ok] {claim}");
    }
}
