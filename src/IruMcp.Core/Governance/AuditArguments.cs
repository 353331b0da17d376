using System.Text.Json;
using System.Text.Json.Nodes;
using IruMcp.Results;

namespace IruMcp.Governance;

/// <summary>A call's arguments as they go on record: secrets masked, long values cut.</summary>
internal static class AuditArguments
{
    private const string Mask = "****";
    private const int LongestText = 500;
    private const int MostItems = 200;
    private const int MostDepth = 12;

    /// <param name="arguments">The arguments as they are sent.</param>
    /// <param name="secrets">Those of their values that were given as secrets.</param>
    /// <param name="redactor">Cleans the other texts.</param>
    public static JsonObject Of(JsonObject arguments, IReadOnlyList<Secret> secrets, Redactor redactor) =>
        (JsonObject)Copy(arguments, null, secrets, redactor, MostDepth)!;

    private static JsonNode? Copy(JsonNode? value, string? parent, IReadOnlyList<Secret> secrets, Redactor redactor, int depth)
    {
        if (depth == 0)
            return JsonValue.Create("...");
        switch (value)
        {
            case JsonObject members:
                var copy = new JsonObject();
                foreach (var member in members.Take(MostItems))
                    copy[Text(member.Key, redactor)] = member.Value is not null && SecretFields.IsSecret(member.Key, parent)
                        ? JsonValue.Create(Mask)
                        : Copy(member.Value, member.Key, secrets, redactor, depth - 1);
                return copy;
            case JsonArray items:
                var copies = items.Take(MostItems).Select(item => Copy(item, parent, secrets, redactor, depth - 1)).ToList();
                if (items.Count > MostItems)
                    copies.Add(JsonValue.Create($"... ({items.Count} in all)"));
                return new JsonArray([.. copies]);
            case JsonValue text when text.GetValueKind() == JsonValueKind.String:
                return JsonValue.Create(secrets.Any(secret => secret.Reveal() == text.ToString()) ? Mask : Text(text.ToString(), redactor));
            default:
                return value?.DeepClone();
        }
    }

    private static string Text(string text, Redactor redactor) => AuditLine.Whole(redactor.CleanStart(text, LongestText))!;
}
