using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace IruMcp.Results;

/// <summary>Turns JSON into the values that <see cref="DataObject"/> describes.</summary>
internal sealed class DataReader
{
    /// <summary>A longer value is a document, which nobody would quote whole.</summary>
    private const int LongestLearned = 500;

    private readonly bool _everyValueIsSecret;
    private readonly Action<string>? _learn;

    /// <param name="everyValueIsSecret">True for tools that hand out a secret: then all but the ids counts as one.</param>
    /// <param name="learn">Takes each secret that is met; null for nobody.</param>
    public DataReader(bool everyValueIsSecret, Action<string>? learn = null)
    {
        _everyValueIsSecret = everyValueIsSecret;
        _learn = learn;
    }

    /// <summary>True where a point in time stays the text that the server wrote.</summary>
    public bool KeepsDateText { get; init; }

    public object? ReadItem(JsonElement element, string typeName) =>
        element.ValueKind == JsonValueKind.Object ? ReadObject(element, null, typeName) : ReadValue(element, "", null);

    public object? ReadText(string text) => _everyValueIsSecret ? SecretOf(text, "") : text;

    private DataObject ReadObject(JsonElement element, string? name, string? typeName)
    {
        var members = new List<KeyValuePair<string, object?>>();
        foreach (var member in element.EnumerateObject())
            members.Add(new(member.Name, ReadValue(member.Value, member.Name, name)));
        return new DataObject(members) { TypeName = typeName };
    }

    private object? ReadValue(JsonElement value, string name, string? parent)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return ReadObject(value, name, null);
            case JsonValueKind.Array:
                return value.EnumerateArray().Select(item => ReadValue(item, name, parent)).ToArray();
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            case JsonValueKind.String:
                var text = value.GetString()!;
                if (text.Length == 0)
                    return text;
                return IsSecret(name, parent) ? SecretOf(text, name, parent)
                    : !KeepsDateText && DateText.ReadLocal(text) is { } time ? time : text;
            case JsonValueKind.Number:
                return IsSecret(name, parent) ? SecretOf(value.GetRawText(), name, parent) : ReadNumber(value);
            default:
                return null;
        }
    }

    private bool IsSecret(string name, string? parent) =>
        SecretFields.IsSecret(name, parent) || _everyValueIsSecret && !SecretFields.IsIdentifier(name);

    private Secret SecretOf(string value, string name, string? parent = null)
    {
        if (value.Length <= LongestLearned && (SecretFields.IsSecret(name, parent) || !SecretFields.IsDescription(name)))
            _learn?.Invoke(value);
        return new Secret(value);
    }

    /// <summary>Integers stay exact whatever their size; fractions are decimal where a double would lose digits.</summary>
    private static object ReadNumber(JsonElement value)
    {
        if (value.TryGetInt64(out var small))
            return small;
        var text = value.GetRawText();
        if (text.IndexOfAny(['.', 'e', 'E']) < 0 && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var big))
            return big;
        if (!value.TryGetDouble(out var near) || double.IsInfinity(near))
            return text;
        return near.ToString("R", CultureInfo.InvariantCulture) != text && value.TryGetDecimal(out var exact) ? exact : near;
    }
}
