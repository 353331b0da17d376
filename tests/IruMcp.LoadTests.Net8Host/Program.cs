using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace IruMcp.LoadTests;

/// <summary>Stands in for PowerShell 7.4: loads Core the way the module does, through the loader beside it.</summary>
internal static class Program
{
    /// <param name="args">The module's folder; endpoint, key and profile of a simulator; assemblies that "another module" has
    /// loaded before.</param>
    private static async Task<int> Main(string[] args)
    {
        foreach (var old in args.Skip(4))
            Assembly.LoadFrom(old);

        // The host uses its own JSON library first, as PowerShell does.
        JsonSerializer.Serialize(args.Length);

        var folder = Path.Combine(args[0], "lib", "net8.0");
        var loadOnce = Assembly.LoadFrom(Path.Combine(folder, "IruMcp.Loader.dll"))
            .GetType("IruMcp.Loader.IruMcpLoadContext", throwOnError: true)!
            .GetMethod("LoadOnce")!;
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
            new AssemblyName(request.Name).Name == "IruMcp.Core" ? (Assembly)loadOnce.Invoke(null, [folder, "IruMcp.Core"])! : null;
        return await Walk(args);
    }

    // Kept apart, so that nothing of Core is needed before the loader stands.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<int> Walk(string[] args) => Journey.WalkAsync(args[1], args[2], args[3]);
}
