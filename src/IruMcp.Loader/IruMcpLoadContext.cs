using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace IruMcp.Loader;

/// <summary>Keeps Core and the MCP SDK out of the default context, so that neither another module's older copies nor
/// the host's own can break them.</summary>
public sealed class IruMcpLoadContext : AssemblyLoadContext
{
    /// <summary>The .NET that the module's own copies of its libraries belong to. From there on the runtime's are never older,
    /// and reading versions out of files, which costs as much as all other loading together, is not needed.</summary>
    private const int NewestMajor = 10;

    private static readonly object Gate = new();
    private static IruMcpLoadContext? _current;

    private readonly string _folder;
    private readonly string _precompiledFolder;
    private readonly string[] _hostAssemblies;

    private IruMcpLoadContext(string folder) : base("IruMcp")
    {
        _folder = folder;
        _precompiledFolder = Path.Combine(Path.GetDirectoryName(folder)!, "net10.0", SystemName);
        _hostAssemblies = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator);
    }

    /// <summary>Loads <paramref name="entryAssembly"/>, and from then on what it refers to, from <paramref name="folder"/>, once per process:
    /// the context stays when the module is removed, since a process cannot load a second copy after re-import.</summary>
    public static Assembly LoadOnce(string folder, string entryAssembly)
    {
        lock (Gate)
            _current ??= new IruMcpLoadContext(folder);
        return _current.LoadFromAssemblyPath(_current.PathOf(entryAssembly));
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var ours = PathOf(assemblyName.Name!);
        if (!File.Exists(ours))
            return null;

        // The host's copy is precompiled and already in memory: ours is taken only where it is newer.
        return HostPath(assemblyName.Name!) is { } host && (IsOfNewRuntime(assemblyName.Name!) || VersionOf(host) >= VersionOf(ours))
            ? null
            : LoadFromAssemblyPath(ours);
    }

    /// <summary>Code compiled beforehand is for one runtime and one system; all others take the folder that is for everybody.</summary>
    private string PathOf(string name)
    {
        var precompiled = Path.Combine(_precompiledFolder, name + ".dll");
        return Environment.Version.Major == NewestMajor && File.Exists(precompiled) ? precompiled : Path.Combine(_folder, name + ".dll");
    }

    private static string SystemName =>
        (OperatingSystem.IsWindows() ? "win-" : OperatingSystem.IsMacOS() ? "osx-" : "linux-") + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static bool IsOfNewRuntime(string name) =>
        Environment.Version.Major >= NewestMajor && name.StartsWith("System.", StringComparison.Ordinal);

    private string? HostPath(string name)
    {
        var file = $"{Path.DirectorySeparatorChar}{name}.dll";
        return _hostAssemblies.FirstOrDefault(path => path.EndsWith(file, StringComparison.OrdinalIgnoreCase));
    }

    private static Version VersionOf(string path) => GetAssemblyName(path).Version ?? new Version();
}
