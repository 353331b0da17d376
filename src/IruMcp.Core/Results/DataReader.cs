using System.Globalization;
using System.Numerics;
using System.Text.Json;
using IruMcp.Governance;
using IruMcp.Tools;

namespace IruMcp.Results;

/// <summary>Turns JSON into the values that <see cref="DataObject"/> describes.</summary>
internal sealed class DataReader
{
    /// <summary>A longer value is a document, which nobody would quote whole.</summary>
    private const int LongestLearned = 500;

    private const int MostLeftOut = 16;

    private readonly bool _everyValueIsSecret;
    private readonly Action<string>? _learn;

    private static readonly object True = true;
    private static readonly object False = false;

    /// <summary>The members of an object read before under each name: the rows of a list have the same ones, and need no new texts for them.</summary>
    private readonly Dictionary<string, MemberNames> _known = new(StringComparer.Ordinal);

    /// <param name="everyValueIsSecret">True for tools that hand out a secret: then all but the ids counts as one.</param>
    /// <param name="learn">Takes each secret that is met; null for nobody.</param>
    public DataReader(bool everyValueIsSecret, Action<string>? learn = null)
    {
        _everyValueIsSecret = everyValueIsSecret;
        _learn = learn;
    }

    /// <summary>True where a point in time stays the text that the server wrote.</summary>
    public bool KeepsDateText { get; init; }

    /// <summary>The operation that answers; null for one that is not documented.</summary>
    public Operation? Operation { get; init; }

    public object? ReadItem(JsonElement element, string typeName) =>
        element.ValueKind == JsonValueKind.Object ? ReadObject(element, null, typeName) : ReadValue(element, "", null, IsSecret("", null));

    /// <summary>Takes the connection's own key and profile out of a text; null leaves it as it is.</summary>
    public Func<string, string>? MaskOwn { get; init; }

    public object? ReadText(string text)
    {
        text = MaskOwn?.Invoke(text) ?? text;
        return _everyValueIsSecret || HoldsKey(text) ? SecretOf(text, "") : text;
    }

    private DataObject ReadObject(JsonElement element, string? name, string? typeName)
    {
        var key = name ?? "";
        if (!_known.TryGetValue(key, out var known))
            known = MemberNames.None;
        var members = new List<KeyValuePair<string, object?>>(known.Count);
        List<bool>? areSecret = null;
        var place = 0;
        foreach (var member in element.EnumerateObject())
        {
            var found = FindFrom(place, known, member);
            if (found >= 0)
                place = found + 1;
            else
                areSecret ??= AreSecret(members, name);
            var text = found >= 0 ? known.Names[found] : member.Name;
            var isSecret = found >= 0 ? known.AreSecret[found] : IsSecret(text, name);
            areSecret?.Add(isSecret);
            members.Add(new(text, ReadValue(member.Value, text, name, isSecret)));
        }
        if (areSecret is not null)
            _known[key] = known = new MemberNames([.. members.Select(member => member.Key)], areSecret);
        return new DataObject(members) { TypeName = typeName, KnownNames = known };
    }

    private List<bool> AreSecret(List<KeyValuePair<string, object?>> members, string? parent) =>
        [.. members.Select(member => IsSecret(member.Key, parent))];

    /// <summary>Where a member stands among the known ones, a few of which may be left out; -1 where it does not.</summary>
    private static int FindFrom(int place, MemberNames known, JsonProperty member)
    {
        for (var end = Math.Min(known.Count, place + MostLeftOut); place < end; place++)
            if (member.NameEquals(known.Names[place]))
                return place;
        return -1;
    }

    private object? ReadValue(JsonElement value, string name, string? parent, bool isSecret)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return ReadObject(value, name, null);
            case JsonValueKind.Array:
                return ReadArray(value, name, parent, isSecret);
            case JsonValueKind.True:
                return True;
            case JsonValueKind.False:
                return False;
            case JsonValueKind.String:
                var text = MaskOwn is null ? value.GetString()! : MaskOwn(value.GetString()!);
                if (text.Length == 0)
                    return text;
                return isSecret || HoldsKey(text) ? SecretOf(text, name, parent)
                    : !KeepsDateText && DateText.IsLikely(text) && ReadTime(text, name) is { } time ? time : text;
            case JsonValueKind.Number:
                return isSecret ? SecretOf(value.GetRawText(), name, parent) : ReadNumber(value);
            default:
                return null;
        }
    }

    private DateTime? ReadTime(string text, string name) =>
        DateText.ReadLocal(text) ?? (UtcColumns.Contains(Operation, name) ? DateText.ReadLocalFromUtc(text) : null);

    private object?[] ReadArray(JsonElement array, string name, string? parent, bool isSecret)
    {
        var items = new object?[array.GetArrayLength()];
        var index = 0;
        foreach (var item in array.EnumerateArray())
            items[index++] = ReadValue(item, name, parent, isSecret);
        return items;
    }

    /// <summary>A server that gives back what it was sent may give back the key, under whatever name. (The plain search comes first: there are
    /// many values, and no keys among them.)</summary>
    private static bool HoldsKey(string text) => text.IndexOf("sk_", StringComparison.Ordinal) >= 0 && Redactor.FindKey(text) is not null;

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
