namespace IruMcp.LoadTests;

/// <summary>The built module's Core works in each kind of process that a PowerShell is.</summary>
public sealed class HostTests : IAsyncLifetime
{
    private const string Json = "System.Text.Json";
    private const string Logging = "Microsoft.Extensions.Logging.Abstractions";
    private static readonly string Net8Library = Path.Combine(BuiltFolders.Module, "lib", "net8.0");
    private static readonly string StandardLibrary = Path.Combine(BuiltFolders.Module, "lib", "netstandard2.0");

    private SimulatorProcess _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorProcess.StartAsync("--devices", "700");

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [NeedsNet8Fact]
    public async Task Net8_host_connects_lists_reads_and_writes()
    {
        var walk = await LoadHost.WalkInNet8Async(_simulator);

        AssertWalked(walk);
        Assert.All(walk.Copies("IruMcp.Core"), core => Assert.True(core.IsFrom(Net8Library) && core.Context == "IruMcp", core.ToString()));
        Assert.Single(walk.Copies("IruMcp.Core"));
    }

    [NeedsNet8Fact]
    public async Task Net8_host_keeps_its_older_json_library_beside_the_modules()
    {
        var walk = await LoadHost.WalkInNet8Async(_simulator);

        var hosts = Assert.Single(walk.Copies(Json), copy => copy.Context == "Default");
        var modules = Assert.Single(walk.Copies(Json), copy => copy.Context == "IruMcp");
        Assert.Equal(8, hosts.Version.Major);
        Assert.True(modules.Version > hosts.Version && modules.IsFrom(Net8Library), modules.ToString());
    }

    [NeedsNet8Fact]
    public async Task Net8_host_shares_what_the_module_does_not_bring_newer()
    {
        var walk = await LoadHost.WalkInNet8Async(_simulator);

        Assert.Equal("Default", Assert.Single(walk.Copies("System.Net.Http")).Context);
        Assert.Equal("Default", Assert.Single(walk.Copies("IruMcp.Loader")).Context);
    }

    [NeedsNet8Fact(LoadHost.OldAssemblies)]
    public async Task Another_modules_old_logging_library_does_no_harm_in_a_net8_host()
    {
        var walk = await LoadHost.WalkInNet8Async(_simulator, await LoadHost.OldAsync(Logging));

        AssertWalked(walk);
        Assert.Equal(6, Assert.Single(walk.Copies(Logging), copy => copy.Context == "Default").Version.Major);
        Assert.True(Assert.Single(walk.Copies(Logging), copy => copy.Context == "IruMcp").IsFrom(Net8Library));
    }

    [NeedsFrameworkFact]
    public async Task Framework_host_connects_lists_reads_and_writes()
    {
        var walk = await LoadHost.WalkInFrameworkAsync(_simulator);

        AssertWalked(walk);
        Assert.True(Assert.Single(walk.Copies("IruMcp.Core")).IsFrom(StandardLibrary));
        Assert.True(Assert.Single(walk.Copies(Json)).IsFrom(StandardLibrary));
    }

    [NeedsFrameworkFact(LoadHost.OldAssemblies)]
    public async Task Another_modules_old_libraries_do_no_harm_in_a_framework_host()
    {
        var walk = await LoadHost.WalkInFrameworkAsync(_simulator, await LoadHost.OldAsync(Logging), await LoadHost.OldAsync(Json));

        AssertWalked(walk);
        Assert.Contains(walk.Copies(Json), copy => copy.Version.Major == 6);
        Assert.Contains(walk.Copies(Json), copy => copy.IsFrom(StandardLibrary));
    }

    [NeedsFrameworkFact]
    public async Task Framework_host_sends_a_change_over_a_connection_that_carries_nothing_else()
    {
        using var forwarder = new CountingForwarder(_simulator.Endpoint);
        var walk = await LoadHost.WalkInFrameworkAsync(_simulator, forwarder.Endpoint);

        AssertWalked(walk);
        var withChange = Assert.Single(forwarder.Connections, requests => requests.Any(IsChange));
        Assert.Contains("Connection: close", Assert.Single(withChange), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(forwarder.Connections, requests => requests.Length > 1);

        static bool IsChange(string request) => request.Contains("\"update-device\"", StringComparison.Ordinal);
    }

    private static void AssertWalked(Walk walk)
    {
        Assert.True(walk.ExitCode == 0, walk.Output);
        Assert.Equal(131, walk.Tools);
        Assert.Equal(700, walk.Devices);
        Assert.Equal("LOAD-1", walk.AssetTag);
    }
}
