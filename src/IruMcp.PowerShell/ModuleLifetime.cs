using System.IO;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.InteropServices;

namespace IruMcp.PowerShell;

/// <summary>Sets up where Core comes from when the module is imported. Core itself is not touched: the first cmdlet that needs it
/// loads it.</summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer
{
    private const string Core = "IruMcp.Core";
    private const string OldestRuntime = "8.0";

    /// <summary>Null where this PowerShell can load Core; else why it cannot.</summary>
    internal static string? UnsupportedHost { get; private set; }

    public void OnImport()
    {
        var folder = Path.GetDirectoryName(typeof(ModuleLifetime).Assembly.Location)!;
        if (RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal))
            AnswerOnFramework(Path.Combine(folder, "lib", "netstandard2.0"));
        else if (Environment.Version < new Version(OldestRuntime))
            UnsupportedHost = $"This PowerShell runs on {RuntimeInformation.FrameworkDescription}; IruMcp needs PowerShell 7.4 or newer, or Windows PowerShell 5.1.";
        else
            InstallLoadContext(Path.Combine(folder, "lib", "net8.0"));
    }

    private static void InstallLoadContext(string folder)
    {
        // A LoadContext type cannot be named here: this assembly is also loaded by Windows PowerShell, which has none.
        var loader = Assembly.LoadFrom(Path.Combine(folder, "IruMcp.Loader.dll"));
        loader.GetType("IruMcp.Loader.IruMcpLoadContext", throwOnError: true)!
            .GetMethod("Install")!
            .Invoke(null, [folder, Core]);
    }

    private static void AnswerOnFramework(string folder) =>
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
        {
            // By simple name: the framework has no binding redirects for a module. Other modules' requests are not ours to answer.
            var asker = request.RequestingAssembly;
            var isOurs = asker is null || asker == typeof(ModuleLifetime).Assembly
                || asker.Location.StartsWith(folder, StringComparison.OrdinalIgnoreCase);
            var path = Path.Combine(folder, new AssemblyName(request.Name).Name + ".dll");
            return isOurs && File.Exists(path) ? Assembly.LoadFrom(path) : null;
        };
}
