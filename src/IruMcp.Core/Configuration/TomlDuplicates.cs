namespace IruMcp.Configuration;

/// <summary>TOML forbids defining anything twice, and its readers refuse the whole file then; so do we, before editing.</summary>
internal static class TomlDuplicates
{
    // A character that no TOML text may contain joins the parts of a path to one comparable string.
    private const string Separator = "\0";

    public static void Refuse(List<TomlTable> tables)
    {
        var arrays = new HashSet<string>(StringComparer.Ordinal);
        var defined = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            var path = string.Join(Separator, table.Path);
            if (table.IsArrayItem)
            {
                arrays.Add(path);
                // What was defined under the previous item may be defined again under this one.
                defined.RemoveWhere(other => other.StartsWith(path + Separator, StringComparison.Ordinal));
            }
            else if (table.Path.Length > 0 && (arrays.Contains(path) || !defined.Add(path)))
            {
                throw new SyntaxException(table.Start);
            }

            RefuseKeys(table, path, defined);
        }
    }

    private static void RefuseKeys(TomlTable table, string path, HashSet<string> defined)
    {
        foreach (var pair in table.Pairs)
        {
            var key = string.Join(Separator, pair.Key);
            var full = path.Length == 0 ? key : path + Separator + key;
            if (!defined.Add(full) || pair.Key.Length > 1 && IsUnderAValue(table, pair))
                throw new SyntaxException(pair.KeyStart);

            RefuseInline(pair.Value);
        }
    }

    private static bool IsUnderAValue(TomlTable table, TomlPair dotted) =>
        table.Pairs.Exists(other => other.Key.Length < dotted.Key.Length && IsPrefix(other.Key, dotted.Key));

    private static bool IsPrefix(string[] shorter, string[] longer)
    {
        for (var i = 0; i < shorter.Length; i++)
        {
            if (!string.Equals(shorter[i], longer[i], StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    private static void RefuseInline(TomlValue value)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in value.Pairs)
        {
            if (!keys.Add(string.Join(Separator, pair.Key)))
                throw new SyntaxException(pair.KeyStart);

            RefuseInline(pair.Value);
        }

        foreach (var item in value.Items)
            RefuseInline(item);
    }
}
