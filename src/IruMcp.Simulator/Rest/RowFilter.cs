using System.Text.Json;
using System.Text.Json.Nodes;

namespace IruMcp.Simulator.Rest;

/// <summary>
/// The filter language of Prism and of the vulnerabilities: JSON with a column and an operator, such as
/// <c>{"apple_silicon":{"eq":true},"device__name":{"like":["dev"]}}</c>.
/// </summary>
internal sealed class RowFilter
{
    private static readonly string[] Operators = ["eq", "in", "not_in", "like", "not_like", "lt", "gt", "lte", "gte", "or"];
    private readonly List<(string Column, string Operator, JsonNode? Value)> _conditions = [];

    /// <exception cref="RestException">400: the text is no filter.</exception>
    public static RowFilter? Parse(JsonNode? filter)
    {
        if (filter is null || (filter is JsonValue text && text.GetValueKind() == JsonValueKind.String && text.GetValue<string>().Length == 0))
            return null;
        try
        {
            JsonObject json = filter as JsonObject ?? JsonNode.Parse(filter.GetValue<string>())!.AsObject();
            var result = new RowFilter();
            foreach ((string column, JsonNode? conditions) in json)
                result.Add(column, conditions!.AsObject());
            return result;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw RestException.BadRequest(new JsonObject { ["detail"] = "Invalid filter." });
        }
    }

    public bool Matches(JsonObject row) => _conditions.TrueForAll(c => Matches(row[c.Column], c.Operator, c.Value));

    private void Add(string column, JsonObject conditions)
    {
        if (column is "blueprint__id" or "device__family")
            throw RestException.BadRequest(new JsonObject { ["detail"] = $"Cannot filter by {column}." });
        foreach ((string name, JsonNode? value) in conditions)
        {
            if (!Operators.Contains(name))
                throw RestException.BadRequest(new JsonObject { ["detail"] = $"Unknown operator '{name}'." });
            _conditions.Add((column, name, value));
        }
    }

    private static bool Matches(JsonNode? value, string name, JsonNode? wanted)
    {
        string text = value?.ToString() ?? "";
        return name switch
        {
            "eq" => JsonNode.DeepEquals(value, wanted),
            "in" => Texts(wanted).Contains(text),
            "not_in" => !Texts(wanted).Contains(text),
            "like" => Texts(wanted).Any(w => text.Contains(w, StringComparison.OrdinalIgnoreCase)),
            "not_like" => !Texts(wanted).Any(w => text.Contains(w, StringComparison.OrdinalIgnoreCase)),
            "lt" => string.CompareOrdinal(text, wanted?.ToString()) < 0,
            "lte" => string.CompareOrdinal(text, wanted?.ToString()) <= 0,
            "gt" => string.CompareOrdinal(text, wanted?.ToString()) > 0,
            "gte" => string.CompareOrdinal(text, wanted?.ToString()) >= 0,
            _ => true,
        };
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node is JsonArray array ? array.Select(n => n?.ToString() ?? "") : [node?.ToString() ?? ""];
}
