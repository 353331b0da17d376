using System.Globalization;
using System.Text.Json.Nodes;

namespace IruMcp.Simulator.Tools;

/// <summary>Kinds of value a parameter takes.</summary>
public enum ParameterKind { Text, Uuid, DateTime, Integer, Boolean, Choice, Array, Object }

/// <summary>
/// Type of a parameter, written in ParameterFacts.tsv as <c>string</c>, <c>uuid</c>, <c>datetime</c>, <c>bool</c>,
/// <c>int 1..300</c>, <c>enum a,b</c>, <c>object</c>, each with <c>[]</c> for a list; then <c>!</c> required,
/// <c>?</c> null allowed, <c>=x</c> default.
/// </summary>
public sealed record ParameterType(ParameterKind Kind)
{
    public ParameterKind ItemKind { get; init; }
    public IReadOnlyList<string> Choices { get; init; } = [];
    public long? Minimum { get; init; }
    public long? Maximum { get; init; }
    public bool IsRequired { get; init; }
    public bool IsNullable { get; init; }
    public JsonNode? Default { get; init; }

    public static ParameterType Parse(string text)
    {
        string[] words = text.Split(' ');
        bool isArray = words[0].EndsWith("[]", StringComparison.Ordinal);
        ParameterKind kind = words[0].Replace("[]", "", StringComparison.Ordinal) switch
        {
            "string" => ParameterKind.Text,
            "uuid" => ParameterKind.Uuid,
            "datetime" => ParameterKind.DateTime,
            "int" => ParameterKind.Integer,
            "bool" => ParameterKind.Boolean,
            "enum" => ParameterKind.Choice,
            "object" => ParameterKind.Object,
            _ => throw new FormatException($"'{text}' is no parameter type."),
        };
        var type = new ParameterType(isArray ? ParameterKind.Array : kind) { ItemKind = kind };
        foreach (string word in words.Skip(1))
            type = type.With(word, kind);
        return type;
    }

    private ParameterType With(string word, ParameterKind kind)
    {
        if (word == "!")
            return this with { IsRequired = true };
        if (word == "?")
            return this with { IsNullable = true };
        if (word.StartsWith('='))
            return this with { Default = kind == ParameterKind.Boolean ? word == "=true" : Number(word[1..]) };
        if (kind == ParameterKind.Choice)
            return this with { Choices = word.Split(',') };
        string[] ends = word.Split("..");
        return this with { Minimum = Number(ends[0]), Maximum = Number(ends[1]) };
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
