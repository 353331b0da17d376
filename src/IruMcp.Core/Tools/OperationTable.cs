using System.Text;

namespace IruMcp.Tools;

/// <summary>The documented requests of Iru's Enterprise API that can be tools, read from the embedded table on first use.</summary>
internal static class OperationTable
{
    // A direct upload to the object store is documented beside the API, but it is no tool: it goes to another host.
    private const string UploadOutsideApi = "s3";

    private static readonly Lazy<IReadOnlyList<OperationRow>> LazyRows = new(Load);

    /// <summary>All of them, in the order of the documentation.</summary>
    public static IReadOnlyList<Operation> Operations => LazyOperations.Value;

    /// <summary>The operations together with the other phrases they are known by.</summary>
    public static IReadOnlyList<OperationRow> Rows => LazyRows.Value;

    private static readonly Lazy<IReadOnlyList<Operation>> LazyOperations = new(() => [.. Rows.Select(row => row.Operation)]);

    private static List<OperationRow> Load()
    {
        using var stream = typeof(OperationTable).Assembly.GetManifestResourceStream("Operations.tsv")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var columns = Columns(reader.ReadLine()!);
        var lines = new List<string[]>();
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && line.Split('\t') is { } fields && fields[columns["in_official_openapi"]] != UploadOutsideApi)
                lines.Add(fields);

        var ids = Ids([.. lines.Select(fields => new OperationLine(fields[columns["category"]], fields[columns["name"]], fields[columns["path"]]))]);
        return [.. lines.Select((fields, index) => Row(ids[index], column => columns[column] < fields.Length ? fields[columns[column]].Trim() : ""))];
    }

    private static Dictionary<string, int> Columns(string header)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in header.Split('\t'))
            columns.Add(name, columns.Count);
        return columns;
    }

    private static OperationRow Row(string id, Func<string, string> field)
    {
        var risk = field("risk");
        var path = field("path");
        var operation = new Operation
        {
            Id = id,
            Category = field("category"),
            Name = field("name"),
            Method = field("method"),
            Path = path,
            Risk = RiskOf(risk),
            IsHighlyDestructive = risk == "highly-destructive",
            ArgumentRisks = List(field("argument_risk"), ';').Select(item => item.Split(':'))
                .ToDictionary(item => Identifiers.Plain(item[0]), item => RiskOf(item[1]), StringComparer.Ordinal),
            PathParameters = [.. path.Split('/').Where(part => part.StartsWith("{", StringComparison.Ordinal)).Select(part => part.Trim('{', '}'))],
            QueryParameters = List(field("query"), ','),
            BodyFields = List(field("body_fields"), ','),
            Paging = (PagingStyle)Enum.Parse(typeof(PagingStyle), field("paging")),
            ResultType = field("result_type"),
        };
        return new OperationRow(operation, List(field("aliases"), ';'));
    }

    private static Risk RiskOf(string documented) => documented switch
    {
        "read" or "read-like" => Risk.Read,
        "secret-read" => Risk.Sensitive,
        "write" => Risk.Write,
        "disruptive" => Risk.Disruptive,
        _ => Risk.Destructive,
    };

    private static string[] List(string text, char separator) =>
        [.. text.Split(separator).Select(item => item.Trim()).Where(item => item.Length > 0)];

    /// <summary>Names that say nothing by themselves get their category in front, and of two equal names the one that is
    /// deeper in the API.</summary>
    private static List<string> Ids(List<OperationLine> lines)
    {
        var shortest = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in lines)
            shortest[line.Id] = Math.Min(line.Path.Length, shortest.TryGetValue(line.Id, out var known) ? known : int.MaxValue);
        return [.. lines.Select(line => line.Category is "Prism" or "Settings" || shortest[line.Id] < line.Path.Length
            ? Dashed(line.Category) + "-" + line.Id
            : line.Id)];
    }

    private sealed class OperationLine(string category, string name, string path)
    {
        public string Category { get; } = category;

        public string Path { get; } = path;

        public string Id { get; } = Dashed(name);
    }

    private static string Dashed(string text)
    {
        var id = new StringBuilder(text.Length);
        foreach (var character in text.ToLowerInvariant())
            if (char.IsLetterOrDigit(character))
                id.Append(character);
            else if (id.Length > 0 && id[id.Length - 1] != '-')
                id.Append('-');
        return id.ToString().TrimEnd('-');
    }
}

/// <param name="Operation">The documented request.</param>
/// <param name="Aliases">Other phrases for it, as servers and people say them.</param>
internal sealed record OperationRow(Operation Operation, IReadOnlyList<string> Aliases);
