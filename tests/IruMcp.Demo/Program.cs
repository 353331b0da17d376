using IruMcp.Demo;

if (args.Length != 1 || !File.Exists(args[0]))
{
    Console.Error.WriteLine("Usage: IruMcp.Demo <built IruMcp.Simulator.dll>. Build first: ./build.sh or ./build.ps1.");
    return 2;
}

Console.WriteLine("No PowerShell here: the same walk as the demo's, through IruMcp's core in C#. Nothing leaves this machine.");
string folder = Directory.CreateTempSubdirectory("irumcp-demo-").FullName;
// The demo's erase has no place in the user's audit trail. Windows knows the user's folders without these.
foreach (string place in (string[])["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"])
    Environment.SetEnvironmentVariable(place, folder);
try
{
    await using SimulatedTenant tenant = await SimulatedTenant.StartAsync(args[0]);
    var walk = new Walk(tenant, folder);
    await walk.RunAsync();
    Console.WriteLine();
    Console.WriteLine($"All {walk.Checks} checks passed.");
    return 0;
}
catch (Exception failure)
{
    Console.WriteLine();
    Console.WriteLine($"The demo failed: {failure.Message}");
    return 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
