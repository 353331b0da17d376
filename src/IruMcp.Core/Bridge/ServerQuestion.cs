using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IruMcp.Connections;
using IruMcp.Governance;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Bridge;

/// <summary>A question that the server puts to the person in front of a client: made recognisable as the server's, cleaned, or refused.</summary>
internal static class ServerQuestion
{
    /// <summary>Words that stand for something secret wherever they appear in a word.</summary>
    private static readonly string[] SecretParts =
        ["password", "passwd", "passcode", "passphrase", "apikey", "credential", "token", "privatekey", "recoverykey", "secretkey"];

    /// <summary>Words that do so only by themselves.</summary>
    private static readonly HashSet<string> SecretWords = new(StringComparer.Ordinal) { "key", "keys", "secret", "secrets", "pin", "pins", "pwd", "otp", "totp", "mfa", "jwt" };

    /// <summary>Members whose text a person reads; all other text is returned to the server as it is and must not be changed.</summary>
    private static readonly HashSet<string> Shown = new(StringComparer.Ordinal) { "title", "description", "enumNames" };

    private static readonly Regex SpacedOut = new(@"\b(?:\p{L}[\s._-]+){3,}\p{L}\b", RegexOptions.CultureInvariant);

    /// <summary>Readies the question for the person.</summary>
    /// <param name="question">The parameters of the request; they are changed.</param>
    /// <param name="open">The connection that it came over.</param>
    /// <returns>Why it is not put; null where it may be.</returns>
    public static string? Prepare(JsonObject question, IruConnection open)
    {
        if (AnswerReader.TextOf(question["mode"]) is { } mode && mode != "form" || question.ContainsKey("url"))
            return BridgeText.OddQuestion;
        // Clients that know no other way to ask than a form do not know the word for it either.
        question.Remove("mode");
        if (Texts(question).Any(AsksForSecret) || HasSecretFormat(question))
            return BridgeText.SecretAskedFor;
        if (question["requestedSchema"] is JsonObject schema && !TryClean(schema, open, isShown: false))
            return BridgeText.OddQuestion;
        question["message"] = BridgeText.ServerAsks(open.Uri.Host, open.RedactLine(AnswerReader.TextOf(question["message"]) ?? ""));
        return null;
    }

    /// <summary>True for words that ask for a key, a password or a token, also in other letters that look alike, and spelled apart.</summary>
    internal static bool AsksForSecret(string text)
    {
        var plain = new string([.. text.Normalize(NormalizationForm.FormKC)
            .Where(letter => char.IsWhiteSpace(letter) || char.GetUnicodeCategory(letter) is not (UnicodeCategory.Format or UnicodeCategory.Control))]);
        if (SecretFields.IsSecret(plain, null))
            return true;
        plain = SpacedOut.Replace(plain, match => new string([.. match.Value.Where(char.IsLetter)]));
        var words = NameWords.Split(plain);
        var joined = plain.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => new string([.. word.Where(char.IsLetter)]).ToLowerInvariant());
        return words.Any(word => SecretWords.Contains(word)) || joined.Any(word => SecretWords.Contains(word))
            || joined.Concat(Pairs(words)).Any(word => SecretParts.Any(part => word.Contains(part)))
            || words.Any(MixesAlphabets);
    }

    private static IEnumerable<string> Pairs(IReadOnlyList<string> words) => words.Skip(1).Select((word, index) => words[index] + word)
        .Where(pair => SecretParts.Contains(pair));

    /// <summary>Greek or Cyrillic letters among Latin ones look like them.</summary>
    private static bool MixesAlphabets(string word) => word.Any(letter => letter is >= 'a' and <= 'z') && word.Any(letter => letter is >= '\u0370' and <= '\u058F');

    private static bool HasSecretFormat(JsonNode? node) => node switch
    {
        JsonObject members => AnswerReader.TextOf(members["format"]) == "password" || members["writeOnly"] is not null || members.Any(member => HasSecretFormat(member.Value)),
        JsonArray items => items.Any(HasSecretFormat),
        _ => false,
    };

    /// <summary>All names and texts of the question.</summary>
    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Texts(member.Value).Prepend(member.Key)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when AnswerReader.TextOf(value) is { } text => [text],
        _ => [],
    };

    /// <summary>Cleans what is shown; false where something that goes back to the server would have to be cleaned too.</summary>
    private static bool TryClean(JsonObject schema, IruConnection open, bool isShown)
    {
        foreach (var member in schema.ToList())
        {
            if (!IsClean(member.Key))
                return false;
            var shown = isShown || Shown.Contains(member.Key) && member.Value is not JsonObject;
            if (member.Value is JsonObject inner && !TryClean(inner, open, isShown: false))
                return false;
            if (member.Value is JsonArray items && !TryClean(items, open, shown))
                return false;
            if (AnswerReader.TextOf(member.Value) is { } text && Cleaned(text, open, shown) is var clean)
                if (clean is null)
                    return false;
                else
                    schema[member.Key] = clean;
        }
        return true;
    }

    private static bool TryClean(JsonArray items, IruConnection open, bool isShown)
    {
        for (var index = 0; index < items.Count; index++)
            if (items[index] is JsonObject inner && !TryClean(inner, open, isShown: false))
                return false;
            else if (AnswerReader.TextOf(items[index]) is { } text)
            {
                if (Cleaned(text, open, isShown) is not { } clean)
                    return false;
                items[index] = clean;
            }
        return true;
    }

    private static string? Cleaned(string text, IruConnection open, bool isShown) => isShown ? open.RedactLine(text) : IsClean(text) ? text : null;

    private static bool IsClean(string text) => Redactor.WithoutControls(text) == text && text.IndexOfAny(['\r', '\n']) < 0;
}
