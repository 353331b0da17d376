using System.Text;
using System.Text.Json;
using IruMcp.Results;

namespace IruMcp.Exports;

/// <summary>Makes a CSV file of rows in JSON. It reads them twice: only the last row tells which columns there are, and no value of
/// a column that turns up late may be lost.</summary>
internal static class CsvFile
{
    private const string ScalarColumn = "value";

    /// <summary>What Excel and its like take for the start of a formula, full-width forms included.</summary>
    private const string FormulaStarts = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private static readonly char[] NeedQuotes = ['"', ',', ';', '\r', '\n', '\t', ' '];
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = JsonText.MostDepth + 2 };

    /// <param name="rows">One JSON value a line; it stays open.</param>
    /// <param name="target">The file to write.</param>
    /// <param name="wanted">The columns where there is no row to tell them.</param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    public static void Write(Stream rows, FileStream target, IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        var columns = rows.Length == 0 ? [.. wanted] : ColumnsOf(rows, cancellationToken);
        // With the mark, or Excel takes the file for one of the system's old code page.
        using var writer = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 65536, leaveOpen: true) { NewLine = "\r\n" };
        writer.WriteLine(string.Join(",", Headers(columns).Select(name => Field(name, isText: true))));
        foreach (var row in Rows(rows))
        {
            cancellationToken.ThrowIfCancellationRequested();
            writer.WriteLine(Line(row, columns));
        }
    }

    private static List<string> ColumnsOf(Stream rows, CancellationToken cancellationToken)
    {
        var columns = new List<string>();
        var hasValue = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var row in Rows(rows))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var field in Flatten(row))
            {
                var isValue = !IsNothing(field.Value);
                if (hasValue.TryGetValue(field.Key, out var known))
                    hasValue[field.Key] = known || isValue;
                else
                {
                    hasValue.Add(field.Key, isValue);
                    columns.Add(field.Key);
                }
            }
        }

        // An inner object that some rows lack is no column beside those of its members.
        return [.. columns.Where(column => hasValue[column] || !columns.Any(other => other.StartsWith(column + ".", StringComparison.Ordinal)))];
    }

    private static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Object => true,
        JsonValueKind.String => value.ValueEquals(""),
        _ => false,
    };

    private static string Line(JsonElement row, List<string> columns)
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in Flatten(row))
            fields[field.Key] = field.Value;
        var line = string.Join(",", columns.Select(column => fields.TryGetValue(column, out var value) ? Field(value) : ""));
        // A line without any character would not be read as a row.
        return line.Length == 0 ? "\"\"" : line;
    }

    /// <summary>The values of a row by the path of their names. Lists stay whole, as JSON; a path that comes twice gets a number.</summary>
    private static List<KeyValuePair<string, JsonElement>> Flatten(JsonElement row)
    {
        var fields = new List<KeyValuePair<string, JsonElement>>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        if (row.ValueKind == JsonValueKind.Object)
            Add(row, "");
        else
            fields.Add(new(ScalarColumn, row));
        return fields;

        void Add(JsonElement parent, string path)
        {
            foreach (var member in parent.EnumerateObject())
            {
                var name = path.Length == 0 ? member.Name : path + "." + member.Name;
                if (member.Value.ValueKind == JsonValueKind.Object && member.Value.EnumerateObject().Any())
                {
                    Add(member.Value, name);
                    continue;
                }
                var free = name;
                for (var number = 2; !taken.Add(free); number++)
                    free = $"{name}#{number}";
                fields.Add(new(free, member.Value));
            }
        }
    }

    /// <summary>Readers of CSV know no case in the names of columns, so of two that differ by it the second gets a number.</summary>
    private static IEnumerable<string> Headers(List<string> columns)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in columns)
        {
            var free = column;
            for (var number = 2; !taken.Add(free); number++)
                free = $"{column}#{number}";
            yield return free;
        }
    }

    private static string Field(JsonElement value) => value.ValueKind switch
    {
        _ when IsNothing(value) => "",
        JsonValueKind.String => Field(value.GetString()!, isText: true),
        JsonValueKind.Array => Field(value.GetRawText(), isText: true),
        _ => value.GetRawText(),
    };

    private static string Field(string text, bool isText)
    {
        if (isText && text.Length > 0 && FormulaStarts.IndexOf(text[0]) >= 0)
            text = "'" + text;
        return text.IndexOfAny(NeedQuotes) < 0 ? text : "\"" + text.Replace("\"", "\"\"") + "\"";
    }

    private static IEnumerable<JsonElement> Rows(Stream rows)
    {
        rows.Position = 0;
        using var reader = new StreamReader(rows, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: 65536, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line, Deep);
            yield return document.RootElement;
        }
    }
}
