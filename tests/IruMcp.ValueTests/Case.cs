using System.Text.Json.Nodes;

namespace IruMcp.ValueTests;

public enum Door
{
    Parameter,
    Arguments,
    Command,
    CommandOnDisk,
    Export,
}

/// <summary>One value for one argument, through one door of one server, in one culture and time zone.</summary>
public sealed class Case
{
    public required string Server { get; init; }
    public required Door Door { get; init; }
    public required Argument Argument { get; init; }
    public required Value Value { get; init; }
    public required string Culture { get; init; }
    public required string Zone { get; init; }

    public string Script => Door switch
    {
        Door.Parameter => $"Invoke-IruTool {Argument.Tool} -Connection {Server} {Named} {Ending}",
        Door.Arguments => $"Invoke-IruTool {Argument.Tool} -Connection {Server} -Arguments @{{ {Table} }} {Ending}",
        Door.Export => $"Export-IruData {Argument.Tool} $file -Connection {Server} {Named} -Force {Errors}",
        _ => $"{string.Format(System.Globalization.CultureInfo.InvariantCulture, Argument.Command, Door == Door.CommandOnDisk ? "Disk" + Server : Server)} {Named} {Ending}",
    };

    public override string ToString() => $"{Script}\n  in {Culture}, {Zone}";

    private const string Errors = "-ErrorAction SilentlyContinue -ErrorVariable failures";

    private string Named => string.Join(" ", Argument.Others.Select(other => $"-{other.Name} {other.Expression}").Append($"-{Argument.Name} {Value.Expression}"));

    private string Table => string.Join("; ", Argument.Others.Select(other => $"{other.Name} = {other.Expression}").Append($"{Argument.Name} = {Value.Expression}"));

    private string Ending => (Argument.IsRead ? "-NoPaging " : "-Confirm:$false ") + Errors;
}

/// <summary>What came of a call: the JSON that arrived, or that it was refused.</summary>
public sealed record Outcome(string Text)
{
    public static readonly Outcome Refused = new("refused: IruMcp.InvalidArgument");

    public static Outcome OfSent(JsonNode? value) => new("sent: " + Canonical(value));

    /// <summary>The order of an object's members says nothing.</summary>
    private static string Canonical(JsonNode? value) => value switch
    {
        JsonObject members => "{" + string.Join(",", members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"\"{member.Key}\":{Canonical(member.Value)}")) + "}",
        JsonArray items => "[" + string.Join(",", items.Select(Canonical)) + "]",
        JsonValue text when text.GetValueKind() == System.Text.Json.JsonValueKind.String => "\"" + text.GetValue<string>() + "\"",
        null => "null",
        _ => value.ToJsonString(),
    };
}
