namespace IruMcp.Core.Tests;

/// <summary>Folders that are gone when the test process has ended.</summary>
internal static class TemporaryFolder
{
    /// <summary>One folder for the whole run.</summary>
    public static string OfThisRun(string purpose)
    {
        var path = Path.Combine(Path.GetTempPath(), $"irumcp-tests-{purpose}-{Guid.NewGuid():n}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        };
        return path;
    }
}
