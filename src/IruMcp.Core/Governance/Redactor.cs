using System.Text;
using System.Text.RegularExpressions;
using IruMcp.Results;

namespace IruMcp.Governance;

/// <summary>Takes secrets out of text on its way to a person or a file: what is known to be one, what a field's name says is one, and
/// what looks like one. Safe to use from several threads.</summary>
public sealed class Redactor
{
    internal const string Mask = "****";

    private const int ShortestKnownSecret = 4;

    /// <summary>A shorter one, such as a PIN, counts only where it stands by itself: it may be part of any number.</summary>
    private const int ShortestToMaskInsideWords = 8;

    private const int MostLearned = 1000;
    private const RegexOptions Plain = RegexOptions.CultureInvariant;
    private const RegexOptions AnyCase = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private static readonly Regex KeyLike = new(@"sk_(live|test):[^\s""'<>,;}\]\\]+", Plain);
    private static readonly Regex HeaderLike = new(
        @"(?<name>x-api-key|x-mcp-profile|authorization)(?<between>[""']?\s*[:=]\s*[""']?)[^\s""',;}]+(\s+[A-Za-z0-9._~+/=-]{12,})?", AnyCase);
    private static readonly Regex SignedUrl = new(@"(https?://[^\s""'?]+)\?[^\s""']*(signature|x-amz-|token|sig)=[^\s""']*", AnyCase);

    /// <summary>A member of JSON, also of JSON inside a text of JSON, and cut off at any place.</summary>
    private static readonly Regex JsonMember = new(
        @"(?<quote>\\*"")(?<name>[A-Za-z0-9_ .-]{1,60})\k<quote>\s*:\s*(?<value>\\*""(?:(?!\k<quote>)(?:\\.|[^\\]))*(?:\k<quote>)?|-?[0-9][0-9.eE+-]*)", Plain);

    private static readonly Regex EnrollmentCode = new(
        @"(?<start>enrollment_?code\\*""\s*:\s*\{[^{}]*?\\*""code\\*""\s*:\s*\\*""?)[^""\\,}]+", AnyCase);

    /// <summary>"The PIN is 123456", "passcode: abcd", "recovery_key=ABCD"; but not "password: this is required".</summary>
    private static readonly Regex NamedInWords = new(
        @"\b(?<name>(?:unlock[ _-]?|new[ _-]?)?(?:pin|passcode|password)|bypass[ _-]?code|(?:recovery|filevault|api)[ _-]?key|enrollment[ _-]?code|client[ _-]?secret|(?:access|refresh)[ _-]?token)"
        + @"(?<between>\s*[:=]\s*[""']?(?=[^\s""',;}]*[0-9]|[^\s""',;}]+(?:[""',;}\]]|\.?\s*$))|\s+(?:is\s+)?[""']?(?=[^\s""']*[0-9]{4}))(?<value>[^\s""',;}\]]+)",
        AnyCase);

    /// <summary>FileVault's recovery key, an Activation Lock bypass code, BitLocker's recovery password.</summary>
    private static readonly Regex SecretLike = new(
        @"(?<![A-Za-z0-9-])(?:[A-Z0-9]{4}(?:-[A-Z0-9]{4}){5}|[A-Z0-9]{5}-[A-Z0-9]{5}(?:-[A-Z0-9]{4}){4}|[0-9]{6}(?:-[0-9]{6}){7})(?![A-Za-z0-9-])", Plain);

    private static readonly Regex Controls = new(@"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]", Plain);

    /// <summary>What else makes one line look like two.</summary>
    private static readonly Regex LineBreaks = new(@"[\s\u2028\u2029]+", Plain);

    private readonly string[] _known;

    /// <summary>What is in every form of the connection's own secrets, and long enough to be nothing else.</summary>
    private readonly string[] _bare;
    private readonly object _gate = new();
    private readonly LinkedList<string> _order = new();
    private readonly HashSet<string> _learned = new(StringComparer.Ordinal);
    private volatile string[] _learnedNow = [];

    /// <param name="known">The connection's own secrets; ones of fewer than four characters are left, since masking them would tear texts apart.</param>
    public Redactor(params Secret?[] known)
    {
        var own = known.Select(secret => secret?.Reveal() ?? "").Where(secret => secret.Length >= ShortestKnownSecret).ToList();
        _known = [.. own
            .SelectMany(secret => new[] { secret, WithoutPrefix(secret) })
            .SelectMany(secret => new[] { secret, Uri.EscapeDataString(secret) })
            .Where(secret => secret.Length >= ShortestKnownSecret)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(secret => secret.Length)];
        _bare = [.. own.Select(WithoutPrefix).Where(secret => secret.Length >= ShortestToMaskInsideWords)];
    }

    /// <summary>Masks a value from now on: one that an argument or an answer of the connection held. The newest thousand are kept.</summary>
    public void Remember(string value)
    {
        if (value.Length < ShortestKnownSecret || value == Mask)
            return;
        lock (_gate)
        {
            if (!_learned.Add(value))
                return;
            _order.AddLast(value);
            if (_order.Count > MostLearned)
            {
                _learned.Remove(_order.First!.Value);
                _order.RemoveFirst();
            }
            // The longer one first: it may hold the shorter one.
            _learnedNow = [.. _learned.OrderByDescending(secret => secret.Length)];
        }
    }

    /// <summary>What in a text looks like a key of Iru's; null for nothing.</summary>
    internal static string? FindKey(string text) => KeyLike.Match(text) is { Success: true } match ? match.Value : null;

    /// <summary>The text with every secret replaced by a mask; null stays null.</summary>
    public string? Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return text;

        foreach (var secret in _known)
            text = text!.Replace(secret, Mask);
        foreach (var secret in _learnedNow)
            text = MaskLearned(text!, secret);
        text = KeyLike.Replace(text!, "sk_$1:" + Mask);
        text = HeaderLike.Replace(text, "${name}${between}" + Mask);
        text = SignedUrl.Replace(text, "$1?" + Mask);
        text = JsonMember.Replace(text, MaskMember);
        text = EnrollmentCode.Replace(text, "${start}" + Mask);
        text = NamedInWords.Replace(text, "${name}${between}" + Mask);
        return SecretLike.Replace(text, Mask);
    }

    /// <summary>The text without the connection's own secrets, and without anything else masked: for who may read the rest.</summary>
    internal string CleanOwn(string text)
    {
        foreach (var secret in _known)
            text = text.Replace(secret, Mask);
        return KeyLike.Replace(text, "sk_$1:" + Mask);
    }

    /// <summary>The start of a server's text, without secrets and without characters that would steer a terminal. Secrets go first:
    /// half of one that is cut through would no longer be known.</summary>
    /// <param name="longest">The most characters of it.</param>
    public string? CleanStart(string? text, int longest)
    {
        var clean = Clean(text is null ? null : WithoutControls(text));
        return clean is not null && clean.Length > longest ? clean.Substring(0, longest) + " ..." : clean;
    }

    /// <summary>A text as one line without secrets and without characters that would steer a terminal: for questions, in which a device's
    /// name, which its user chose, must not look like the question's own words.</summary>
    public string CleanLine(string text) => Clean(LineBreaks.Replace(WithoutControls(text), " ")) ?? "";

    /// <summary>What a server says of itself: all of it, without the connection's own secrets and without what would steer a terminal.</summary>
    internal string CleanWords(string text) => CleanOwn(WithoutControls(text));

    /// <summary>The text without the characters that would steer a terminal; line breaks stay.</summary>
    internal static string WithoutControls(string text) => Controls.Replace(text, " ");

    /// <summary>True for a character that would steer a terminal or turn the direction of what is read.</summary>
    internal static bool Steers(char character) => character switch
    {
        '\t' or '\n' or '\r' => false,
        < ' ' or >= '\x7F' and <= '\x9F' => true,
        '\u061C' or '\u200E' or '\u200F' or >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' => true,
        _ => false,
    };

    internal static bool Steers(string text)
    {
        foreach (var character in text)
            if (Steers(character))
                return true;
        return false;
    }

    /// <summary>Masks the connection's own key and profile id in a response: whole, without the prefix, and percent-encoded.</summary>
    internal string WithoutOwn(string text)
    {
        if (HasOwn(text))
            return MaskOwn(text);
        if (text.IndexOf('%') < 0)
            return text;
        var decoded = Uri.UnescapeDataString(text);
        return HasOwn(decoded) ? MaskOwn(decoded) : text;
    }

    private bool HasOwn(string text)
    {
        foreach (var secret in _bare)
            if (text.IndexOf(secret, StringComparison.OrdinalIgnoreCase) >= 0)
                return true;
        return false;
    }

    private string MaskOwn(string text)
    {
        foreach (var secret in _known)
            if (secret.Length >= ShortestToMaskInsideWords)
                text = Regex.Replace(text, Regex.Escape(secret), Mask, AnyCase);
        return text;
    }

    private static string MaskMember(Match member)
    {
        var name = member.Groups["name"].Value;
        var quote = member.Groups["quote"].Value;
        var value = member.Groups["value"];
        var start = member.Value.Substring(0, value.Index - member.Index);
        if (SecretFields.IsSecret(name, null))
            return start + quote + Mask + quote;
        // A text may be JSON again.
        return value.Value.IndexOf('\\') < 0 ? member.Value : start + JsonMember.Replace(value.Value, MaskMember);
    }

    private static string MaskLearned(string text, string secret)
    {
        if (secret.Length >= ShortestToMaskInsideWords)
            return text.Replace(secret, Mask);
        StringBuilder? masked = null;
        var from = 0;
        for (var at = text.IndexOf(secret, StringComparison.Ordinal); at >= 0; at = text.IndexOf(secret, at + 1, StringComparison.Ordinal))
        {
            var end = at + secret.Length;
            if (at < from || at > 0 && char.IsLetterOrDigit(text[at - 1]) || end < text.Length && char.IsLetterOrDigit(text[end]))
                continue;
            (masked ??= new StringBuilder()).Append(text, from, at - from).Append(Mask);
            from = end;
        }
        return masked is null ? text : masked.Append(text, from, text.Length - from).ToString();
    }

    private static string WithoutPrefix(string secret)
    {
        var colon = secret.IndexOf(':');
        return colon >= 0 ? secret.Substring(colon + 1) : secret;
    }
}
