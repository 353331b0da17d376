using System.Reflection;
using IruMcp.Benchmarks;

// Usage: IruMcp.Benchmarks [IruMcp.Simulator.dll] [page to write] [parts, such as start,calls]
if (args.Length > 0)
    Environment.SetEnvironmentVariable("IRUMCP_SIMULATOR", Path.GetFullPath(args[0]));
var module = Environment.GetEnvironmentVariable("IRUMCP_MODULE")
    ?? typeof(Report).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "ModulePath").Value!;
var parts = args.Length > 2 ? args[2].Split(',') : ["import", "start", "bridge", "fleet", "details", "rate", "calls", "memory"];
var report = new Report(args.Length > 1 ? Path.GetFullPath(args[1]) : null);

await using var simulator = await SimulatorProcess.StartAsync("--devices", "10000");
var shell = new Shell(simulator, module);
var artifacts = Path.GetDirectoryName(module.TrimEnd('/'))!;
var npmFolder = Path.Combine(artifacts, "benchmarks-npm");
if (parts.Contains("import"))
    await FreshProcesses.ImportAsync(shell, report, artifacts);
if (parts.Contains("start"))
    await FreshProcesses.OneShotAsync(simulator, shell, report, npmFolder);
if (parts.Contains("bridge"))
    await Bridges.RunAsync(simulator, shell, report, module, npmFolder);

if (parts.Contains("fleet"))
{
    report.Section("A fleet as objects", """
        The whole device list, page by page, as objects in PowerShell, with a clean heap before each way. By hand it is a loop over
        `Invoke-RestMethod`; raw is C# that knows the number of pages beforehand, asks for four at once, and parses and builds objects without any
        check. IruMcp does not know the number: it asks for one page, one more, two, and then four, and gives up two turns of the network for
        that. Raw divided by the loop is the least that four pages at once can reach; what is left beside the network is collecting the rows that
        are kept, a hundred small objects each.
        """);
    foreach (var (latency, rounds) in ((int, int)[])[(0, 5), (40, 5), (200, 2)])
        await shell.AddAsync(report, "Fleet.ps1", "-Devices", "10000", "-Latency", $"{latency}", "-Rounds", $"{rounds}");
    await using var large = await SimulatorProcess.StartAsync("--devices", "100000");
    foreach (var latency in (int[])[0, 40, 200])
        await new Shell(large, module).AddAsync(report, "Fleet.ps1", "-Devices", "100000", "-Latency", $"{latency}", "-Rounds", "1");
}

if (parts.Contains("details"))
{
    report.Section("Fan-out", "The details of 1,000 devices, 16 calls at once.");
    await shell.AddAsync(report, "Details.ps1", "-Rounds", "3");
}

if (parts.Contains("rate"))
{
    report.Section("Under a limit", """
        The same with 2,000 devices of a tenant that turns away what comes faster than 50 requests a second, by a connection that does not
        know so. Every device is read, in order; the ideal is the limit used to the full.
        """);
    await shell.AddAsync(report, "Rate.ps1", "-Calls", "2000", "-Rate", "50", "-Rounds", "3");
}

if (parts.Contains("calls"))
{
    report.Section("One call, one row", "The median of many small calls, and what turning an answer's text into objects costs for each row.");
    await Overhead.RunAsync(simulator, report);
    await shell.AddAsync(report, "Calls.ps1", "-Rounds", "7", "-Calls", "200");
}

if (parts.Contains("memory"))
{
    report.Section("Memory", """
        Fleets of two sizes through one pipeline, each in a fresh process; the heap after forced collections. The peak is for the most part the
        runtime's allowance for new objects, which grows in the first seconds of such work and then no more. By which the heaps differ are arrays that
        the runtime's shared pool keeps for its JSON reader, a few for each thread that has used it; of rows and names there is nothing.
        """);
    await using var large = await SimulatorProcess.StartAsync("--devices", "100000");
    await using var small = await SimulatorProcess.StartAsync("--devices", "20000");
    await Memory.RunAsync(report, large, small, module);
}
