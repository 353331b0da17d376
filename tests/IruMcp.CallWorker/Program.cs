using System.Text.Json;
using IruMcp;
using IruMcp.CallWorker;
using IruMcp.Connections;
using IruMcp.Governance;
using IruMcp.Results;

// One of several processes that share a tenant and an audit trail. It says what it did on stdout.
//   erase FOLDER URL              erases one device after the other until it is killed
//   mixed FOLDER URL NAME CALLS   sends so many calls of all kinds
//   clients FOLDER                writes, updates and removes entries in clients' files until it is killed
var folder = args[1];
if (args[0] == "clients")
{
    ClientEdits.Run(folder);
    return;
}

var options = new ConnectionOptions
{
    Name = "worker",
    Endpoint = new Uri(args[2]),
    ApiKey = new Secret(Environment.GetEnvironmentVariable("IRU_X_API_KEY")!),
    Profile = new Secret(Environment.GetEnvironmentVariable("IRU_X_MCP_PROFILE")!),
    Timeout = TimeSpan.FromSeconds(20),
    Audit = new AuditSettings { Folder = folder, MaximumBytes = 512 * 1024, KeptFiles = 10_000 },
    PolicyPlaces = new PolicyPlaces { UserFile = Path.Combine(folder, "policy.json"), MachineFile = Path.Combine(folder, "none", "policy.json") },
    Protocols = new ProtocolMemory(file: null),
};
var silent = new ActivityLog(static _ => { }, static _ => { });
using var connection = await IruConnection.OpenAsync(options, silent, CancellationToken.None);
var calls = new Calls(connection, silent);
var devices = await calls.DevicesAsync();

if (args[0] == "erase")
{
    var random = new Random();
    Task EraseAsync() => calls.TryAsync("erase-device", new() { ["device_id"] = devices[random.Next(devices.Count)] });
    // The first call takes many times as long as the others, so nearly every kill would meet it.
    await EraseAsync();
    Console.WriteLine("ready");
    while (true)
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => EraseAsync()));
}

Console.WriteLine("ready");
await calls.MixedAsync(devices, args[3], int.Parse(args[4], System.Globalization.CultureInfo.InvariantCulture));
Console.WriteLine(JsonSerializer.Serialize(calls.Report));
