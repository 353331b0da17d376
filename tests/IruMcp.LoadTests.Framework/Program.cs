using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace IruMcp.LoadTests;

/// <summary>Stands in for Windows PowerShell 5.1: answers references to the module's assemblies by simple name, as the module does.</summary>
internal static class Program
{
    /// <param name="args">The module's folder; endpoint, key and profile of a simulator; assemblies that "another module" has
    /// loaded before.</param>
    private static int Main(string[] args)
    {
        foreach (var old in args.Skip(4))
            Assembly.LoadFrom(old);

        var folder = Path.Combine(args[0], "lib", "netstandard2.0");
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
        {
            var asker = request.RequestingAssembly;
            var isOurs = asker is null || asker == typeof(Program).Assembly
                || asker.Location.StartsWith(folder, StringComparison.OrdinalIgnoreCase);
            var path = Path.Combine(folder, new AssemblyName(request.Name).Name + ".dll");
            return isOurs && File.Exists(path) ? Assembly.LoadFrom(path) : null;
        };
        return Walk(args);
    }

    // Kept apart, so that nothing of Core is needed before the handler stands.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Walk(string[] args) => Journey.WalkAsync(args[1], args[2], args[3]).GetAwaiter().GetResult();
}
