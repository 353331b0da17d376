using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace IruMcp.ValueTests;

/// <summary>The table of docs/values.md: what is sent for a value, or that it is refused. It shares no code with the module.</summary>
public static class Oracle
{
    public static Outcome Of(Case one)
    {
        try
        {
            return Outcome.OfSent(Sent(one.Argument.Shape, one.Value, one));
        }
        catch (NotSupportedException)
        {
            return Outcome.Refused;
        }
    }

    private static JsonNode Sent(Shape shape, Value value, Case one) => shape switch
    {
        Shape.ListOfText => List(value, one),
        Shape.ClosedObject => Object(value, one),
        _ when value is Many { Elements.Count: 1 } many => Sent(shape, many.Elements[0], one),
        Shape.Text => Text(value, one, isTyped: true),
        Shape.SecretText => value is Computed || value is Literal && one.Door == Door.Arguments ? throw new NotSupportedException() : Text(value, one, isTyped: true),
        Shape.Choice => Catalogue.Platforms.FirstOrDefault(platform => string.Equals(platform, Text(value, one, isTyped: true), StringComparison.OrdinalIgnoreCase)) is { } known
            ? known : throw new NotSupportedException(),
        Shape.WholeNumber => WholeNumber(value) is var number && number >= 1 && number <= 300 ? (long)number : throw new NotSupportedException(),
        _ => Boolean(value),
    };

    private static string Text(Value value, Case one, bool isTyped) => value switch
    {
        TextValue { Text: var text } when text.Length > 0 && !(one.Argument.IsRead && string.IsNullOrWhiteSpace(text)) => text,
        Literal literal => isTyped && one.Door != Door.Arguments ? literal.Typed : literal.Number,
        Computed computed => computed.Number,
        Flag flag => flag.IsTrue ? "true" : "false",
        Texted texted => texted.Text,
        SecretValue secret => secret.Text,
        Time { Kind: DateTimeKind.Utc } time => Iso(time.Clock),
        Time time => Iso(TimeZoneInfo.ConvertTimeToUtc(time.Clock, TimeZoneInfo.FindSystemTimeZoneById(one.Zone))),
        TimeWithOffset time => Iso(time.Moment.UtcDateTime),
        _ => throw new NotSupportedException(),
    };

    private static JsonArray List(Value value, Case one)
    {
        var elements = value is Many many ? many.Elements : [value];
        if (elements.Count == 0 && one.Argument.IsRead)
            throw new NotSupportedException();
        return new JsonArray([.. elements.SelectMany(element => element is Many inner ? inner.Elements : [element])
            .Select(element => JsonValue.Create(Text(element, one, isTyped: value is not Many)))]);
    }

    private static JsonObject Object(Value value, Case one)
    {
        if (value is not Members members)
            throw new NotSupportedException();
        var json = new JsonObject();
        foreach (var (name, member) in members.Entries)
            json[name.ToLowerInvariant()] = name.ToLowerInvariant() switch
            {
                "code" => Text(member, one, isTyped: false),
                "is_active" => Boolean(member),
                _ => throw new NotSupportedException(),
            };
        return json;
    }

    private static bool Boolean(Value value) => value switch
    {
        Flag flag => flag.IsTrue,
        TextValue { Text: var text } when bool.TryParse(text.Trim(), out var flag) => flag,
        _ => throw new NotSupportedException(),
    };

    private static BigInteger WholeNumber(Value value)
    {
        var text = value switch
        {
            Literal literal => literal.Number,
            Computed computed => computed.Number,
            TextValue written => written.Text.Trim(),
            _ => throw new NotSupportedException(),
        };
        if (value is not TextValue && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && decimal.Truncate(number) == number)
            return new BigInteger(number);
        return BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : throw new NotSupportedException();
    }

    private static string Iso(DateTime utc)
    {
        var seconds = utc.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        var fraction = (utc.Ticks % TimeSpan.TicksPerSecond).ToString("0000000", CultureInfo.InvariantCulture).TrimEnd('0');
        return fraction.Length == 0 ? seconds + "Z" : $"{seconds}.{fraction}Z";
    }
}
