using System.Reflection;

namespace IruMcp.LoadTests;

/// <summary>Where things are, seen from the test assembly, which may have been built on another machine.</summary>
internal static class BuiltFolders
{
    private static readonly DirectoryInfo Framework = new(AppContext.BaseDirectory);

    public static string Configuration { get; } = Framework.Parent!.Name;

    public static string Artifacts { get; } = Framework.Parent!.Parent!.Parent!.Parent!.FullName + Path.DirectorySeparatorChar;

    public static string Module { get; } = Environment.GetEnvironmentVariable("IRUMCP_MODULE") ?? Path.Combine(Artifacts, "IruMcp");

    public static string Repository { get; } = FindRepository();

    public static string Output(string project, params string[] parts) => Path.Combine([Artifacts, "bin", project, Configuration, .. parts]);

    private static string FindRepository()
    {
        for (var folder = Framework; folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "IruMcp.sln")))
                return folder.FullName;
        return typeof(BuiltFolders).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "RepositoryRoot").Value!;
    }
}
