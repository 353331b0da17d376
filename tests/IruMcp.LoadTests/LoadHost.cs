namespace IruMcp.LoadTests;

/// <summary>An assembly that a host program had loaded at its end.</summary>
/// <param name="Context">The load context, or <c>GAC</c>; empty for the plain one of a .NET Framework.</param>
internal sealed record Loaded(string Name, Version Version, string Context, string Path)
{
    public bool IsFrom(string folder) => Path.StartsWith(folder, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What a host program has printed about its walk through the built module.</summary>
internal sealed record Walk(int ExitCode, string Output, int Tools, int Devices, string AssetTag, IReadOnlyList<Loaded> Assemblies)
{
    /// <summary>The copies of one assembly.</summary>
    public IReadOnlyList<Loaded> Copies(string name) => [.. Assemblies.Where(assembly => assembly.Name == name)];
}

/// <summary>The programs that load the built module's Core the way each edition of PowerShell does.</summary>
internal static class LoadHost
{
    public const string Net8 = "IruMcp.LoadTests.Net8Host";
    public const string Framework = "IruMcp.LoadTests.Framework";
    public const string OldAssemblies = "IruMcp.LoadTests.OldAssemblies";

    /// <summary>What runs a .NET Framework program here: nothing on Windows, mono elsewhere, null where there is none.</summary>
    public static string? FrameworkRuntime { get; } = OperatingSystem.IsWindows() ? "" : FindOnPath("mono");

    public static async Task<Walk> WalkInNet8Async(SimulatorProcess simulator, params string[] loadedBefore)
    {
        await HostProject.Of(Net8).BuildAsync();
        var folder = Directory.GetDirectories(BuiltFolders.Output(Net8, "net8.0")).Single(path => File.Exists(Path.Combine(path, Net8 + ".dll")));
        return await WalkAsync(simulator, simulator.Endpoint, [Path.Combine(folder, Net8 + (OperatingSystem.IsWindows() ? ".exe" : ""))], loadedBefore);
    }

    public static Task<Walk> WalkInFrameworkAsync(SimulatorProcess simulator, params string[] loadedBefore) =>
        WalkInFrameworkAsync(simulator, simulator.Endpoint, loadedBefore);

    /// <param name="endpoint">Leads to the simulator.</param>
    public static async Task<Walk> WalkInFrameworkAsync(SimulatorProcess simulator, Uri endpoint, params string[] loadedBefore)
    {
        await HostProject.Of(Framework).BuildAsync();
        var program = BuiltFolders.Output(Framework, "net472", Framework + ".exe");
        return await WalkAsync(simulator, endpoint, FrameworkRuntime is { Length: > 0 } mono ? [mono, program] : [program], loadedBefore);
    }

    /// <summary>The file of an old assembly; the project that brings it has been built then.</summary>
    public static async Task<string> OldAsync(string assembly)
    {
        await HostProject.Of(OldAssemblies).BuildAsync();
        return BuiltFolders.Output(OldAssemblies, "netstandard2.0", assembly + ".dll");
    }

    private static async Task<Walk> WalkAsync(SimulatorProcess simulator, Uri endpoint, string[] command, string[] loadedBefore)
    {
        var home = Directory.CreateTempSubdirectory("irumcp-load-");
        Finished run;
        try
        {
            // Neither the audit trail nor the policy of whoever runs the tests is any of the host's business, nor what is remembered for them.
            run = await Finished.RunAsync(
                command[0],
                new()
                {
                    ["HOME"] = home.FullName,
                    ["XDG_STATE_HOME"] = Path.Combine(home.FullName, "state"),
                    ["XDG_CONFIG_HOME"] = Path.Combine(home.FullName, "config"),
                    ["XDG_CACHE_HOME"] = Path.Combine(home.FullName, "cache"),
                },
                [.. command[1..], BuiltFolders.Module, endpoint.AbsoluteUri, simulator.ApiKey, simulator.Profile, .. loadedBefore]);
        }
        finally
        {
            home.Delete(recursive: true);
        }
        var lines = run.Output.Split('\n', StringSplitOptions.TrimEntries);
        string After(string prefix) => lines.FirstOrDefault(line => line.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..] ?? "";
        int Number(string prefix) => int.TryParse(After(prefix), out var number) ? number : 0;
        var assemblies = lines.Where(line => line.StartsWith("loaded: ", StringComparison.Ordinal))
            .Select(line => line["loaded: ".Length..].Split('|'))
            .Select(parts => new Loaded(parts[0], Version.Parse(parts[1]), parts[2], parts[3]));
        return new Walk(run.ExitCode, run.Output, Number("tools: "), Number("devices: "), After("asset tag: "), [.. assemblies]);
    }

    private static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);
}
