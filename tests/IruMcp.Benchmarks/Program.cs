using IruMcp.Benchmarks;

// Usage: IruMcp.Benchmarks [IruMcp.Simulator.dll]
const int Devices = 10_000;
const int Calls = 200;
const int Latency = 40;

if (args.Length > 0)
    Environment.SetEnvironmentVariable("IRUMCP_SIMULATOR", Path.GetFullPath(args[0]));
await using var simulator = await SimulatorProcess.StartAsync("--devices", $"{Devices}");
var endpoint = simulator.RawEndpoint;

Console.WriteLine($"Medians; {Devices} devices are 34 pages; both ways use the same endpoint in turn.");
Comparison.WriteHeader();
using var connection = await ModuleClient.ConnectAndListAsync(endpoint, simulator.ApiKey, simulator.Profile);
using var byHand = new HandWrittenClient(endpoint, simulator.ApiKey, simulator.Profile);

await ComparePagingAsync("34 pages", 7);
await simulator.SetAsync(latency: Latency);
await ComparePagingAsync($"34 pages, {Latency} ms latency", 3);
await CompareConnectingAsync($"Connect and list the tools, {Latency} ms latency", 5);
await simulator.SetAsync(latency: 0);
await CompareConnectingAsync("Connect and list the tools", 15);
await Comparison.RunAsync(
    $"One small call, of {Calls}", 7, Calls,
    async () =>
    {
        for (var call = 0; call < Calls; call++)
            await ModuleClient.CallAsync(connection, "get-devices", new() { ["limit"] = 1 });
    },
    async () =>
    {
        for (var call = 0; call < Calls; call++)
            (await byHand.CallAsync("get-devices", new { limit = 1 })).Dispose();
    });
await InPowerShell.RunAsync(simulator);

Task ComparePagingAsync(string name, int rounds) => Comparison.RunAsync(
    name, rounds, 1,
    async () => Require(await ModuleClient.ReadAllAsync(connection, "get-devices")),
    async () => Require(await byHand.ReadAllDevicesAsync()));

Task CompareConnectingAsync(string name, int rounds) => Comparison.RunAsync(
    name, rounds, 1,
    async () => (await ModuleClient.ConnectAndListAsync(endpoint, simulator.ApiKey, simulator.Profile)).Dispose(),
    async () =>
    {
        using var client = new HandWrittenClient(endpoint, simulator.ApiKey, simulator.Profile);
        await client.ConnectAndListAsync();
    });

static void Require(int devices)
{
    if (devices != Devices)
        throw new InvalidOperationException($"{devices} devices were read instead of {Devices}.");
}
