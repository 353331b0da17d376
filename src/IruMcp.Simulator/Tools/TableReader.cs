namespace IruMcp.Simulator.Tools;

/// <summary>Reads the tab-separated tables that are embedded in the program.</summary>
internal static class TableReader
{
    public static IEnumerable<string[]> Rows(string resource)
    {
        using Stream stream = typeof(TableReader).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The table {resource} is not embedded.");
        using var reader = new StreamReader(stream);
        _ = reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
                yield return line.Split('\t');
        }
    }
}
