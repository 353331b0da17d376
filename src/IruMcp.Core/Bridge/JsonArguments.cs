using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace IruMcp.Bridge;

/// <summary>A client's arguments as the values that calls are made of.</summary>
internal static class JsonArguments
{
    public static IReadOnlyDictionary<string, object?> Read(JsonElement arguments)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (arguments.ValueKind == JsonValueKind.Object)
            foreach (var member in arguments.EnumerateObject())
                values[member.Name] = Value(member.Value);
        return values;
    }

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Read(value),
        JsonValueKind.Array => value.EnumerateArray().Select(Value).ToArray(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => Number(value),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static object Number(JsonElement value)
    {
        if (value.TryGetInt64(out var integer))
            return integer;
        var text = value.GetRawText();
        if (text.IndexOfAny(['.', 'e', 'E']) < 0)
            return BigInteger.Parse(text, CultureInfo.InvariantCulture);
        return value.TryGetDecimal(out var exact) ? exact : value.GetDouble();
    }
}
