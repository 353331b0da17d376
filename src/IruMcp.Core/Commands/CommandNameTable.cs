using System.Text;

namespace IruMcp.Commands;

/// <summary>The names of the commands for the documented operations, read from the embedded table on first use.</summary>
internal static class CommandNameTable
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> LazyNames = new(Load);

    /// <summary>Command by <see cref="Tools.Operation.Id"/>. A list and the single record of the same kind have one name.</summary>
    public static IReadOnlyDictionary<string, string> Names => LazyNames.Value;

    private static Dictionary<string, string> Load()
    {
        using var stream = typeof(CommandNameTable).Assembly.GetManifestResourceStream("CommandNames.tsv")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        reader.ReadLine();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var fields = line.Split('\t');
            names.Add(fields[0], fields[1].Trim());
        }
        return names;
    }
}
