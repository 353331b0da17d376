using System.IO;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.InteropServices;

namespace IruMcp.PowerShell;

/// <summary>Sets up where Core comes from when the module is imported. Core itself is not touched, nor the loader that keeps it apart: the
/// first cmdlet that needs it loads both.</summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer
{
    private const string Core = "IruMcp.Core";
    private const int OldestRuntime = 8;

    /// <summary>Null where this PowerShell can load Core; else why it cannot.</summary>
    internal static string? UnsupportedHost => IsFramework || Environment.Version.Major >= OldestRuntime
        ? null
        : $"This PowerShell runs on {RuntimeInformation.FrameworkDescription}; IruMcp needs PowerShell 7.4 or newer, or Windows PowerShell 5.1.";

    private static bool IsFramework => RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);

    /// <summary>Compiled in every import, so it does no more than this.</summary>
    public void OnImport()
    {
        // A module that is imported again has been answering since the first time.
        AppDomain.CurrentDomain.AssemblyResolve -= Answer;
        AppDomain.CurrentDomain.AssemblyResolve += Answer;
    }

    private static Assembly? Answer(object sender, ResolveEventArgs request)
    {
        var name = new AssemblyName(request.Name).Name;
        var libraries = Path.Combine(Path.GetDirectoryName(typeof(ModuleLifetime).Assembly.Location)!, "lib");
        if (IsFramework)
            return AnswerOnFramework(Path.Combine(libraries, "netstandard2.0"), name, request.RequestingAssembly);
        return name == Core && UnsupportedHost is null ? LoadCore(Path.Combine(libraries, "net8.0")) : null;
    }

    private static Assembly LoadCore(string folder)
    {
        // A LoadContext type cannot be named here: this assembly is also loaded by Windows PowerShell, which has none.
        var loader = Assembly.LoadFrom(Path.Combine(folder, "IruMcp.Loader.dll"));
        return (Assembly)loader.GetType("IruMcp.Loader.IruMcpLoadContext", throwOnError: true)!
            .GetMethod("LoadOnce")!
            .Invoke(null, [folder, Core])!;
    }

    /// <summary>By simple name: the framework has no binding redirects for a module. Other modules' requests are not ours to answer.</summary>
    private static Assembly? AnswerOnFramework(string folder, string? name, Assembly? asker)
    {
        var isOurs = asker is null || asker == typeof(ModuleLifetime).Assembly
            || asker.Location.StartsWith(folder, StringComparison.OrdinalIgnoreCase);
        var path = Path.Combine(folder, name + ".dll");
        return isOurs && File.Exists(path) ? Assembly.LoadFrom(path) : null;
    }
}
