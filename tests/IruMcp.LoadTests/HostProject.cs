using System.Collections.Concurrent;

namespace IruMcp.LoadTests;

/// <summary>A project beside this one that is built when a test needs it: what it takes cannot be had everywhere.</summary>
internal sealed class HostProject
{
    private static readonly ConcurrentDictionary<string, HostProject> Known = new();
    private readonly string _path;
    private readonly Lazy<Finished> _restored;
    private readonly Lazy<Task<Finished>> _built;

    private HostProject(string name)
    {
        _path = Path.Combine(BuiltFolders.Repository, "tests", name, name + ".csproj");
        _restored = new Lazy<Finished>(() => Task.Run(() => RunAsync("restore", [])).GetAwaiter().GetResult());
        _built = new Lazy<Task<Finished>>(() => RunAsync("build", ["--no-restore", "-c", BuiltFolders.Configuration]));
    }

    public static HostProject Of(string name) => Known.GetOrAdd(name, static key => new HostProject(key));

    /// <summary>Null where the packages of these projects can be had; else why not.</summary>
    public static string? WhyNotRestored(string[] names) => names.Select(name => Of(name).WhyNotRestored()).FirstOrDefault(why => why is not null);

    public async Task BuildAsync()
    {
        var build = await _built.Value;
        Assert.True(build.ExitCode == 0, build.Output);
    }

    private string? WhyNotRestored() => _restored.Value.ExitCode == 0
        ? null
        : "packages could not be restored: " + FirstError(_restored.Value.Output);

    private Task<Finished> RunAsync(string verb, string[] options) =>
        Finished.RunAsync("dotnet", [verb, _path, .. options, "-v", "q", "-nologo", "-p:ArtifactsFolder=" + BuiltFolders.Artifacts]);

    private static string FirstError(string output) =>
        output.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))?.Trim() ?? output.Trim();
}
