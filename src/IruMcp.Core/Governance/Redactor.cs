using System.Text.RegularExpressions;

namespace IruMcp.Governance;

/// <summary>Takes secrets out of text on its way to a person or a file: what is known to be one, and what looks like one.</summary>
public sealed class Redactor
{
    private const string Mask = "****";
    private const int ShortestKnownSecret = 4;

    private static readonly Regex KeyLike = new(@"sk_(live|test):[^\s""'<>,;}\]\\]+", RegexOptions.CultureInvariant);
    private static readonly Regex HeaderLike = new(
        @"(?<name>x-api-key|x-mcp-profile|authorization)(?<between>[""']?\s*[:=]\s*[""']?)[^\s""',;}]+(\s+[A-Za-z0-9._~+/=-]{12,})?",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
    private static readonly Regex SignedUrl = new(@"(https?://[^\s""'?]+)\?[^\s""']*(signature|x-amz-|token|sig)=[^\s""']*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex Controls = new(@"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\u202A-\u202E\u2066-\u2069]", RegexOptions.CultureInvariant);

    private readonly string[] _known;

    /// <param name="known">The connection's own secrets; ones of fewer than four characters are left, since masking them would tear texts apart.</param>
    public Redactor(params Secret?[] known) =>
        _known = known
            .Select(secret => secret?.Reveal() ?? "")
            .Where(secret => secret.Length >= ShortestKnownSecret)
            .SelectMany(secret => new[] { secret, Uri.EscapeDataString(secret), WithoutPrefix(secret) })
            .Where(secret => secret.Length >= ShortestKnownSecret)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(secret => secret.Length)
            .ToArray();

    /// <summary>The text with every secret replaced by a mask; null stays null.</summary>
    public string? Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return text;

        foreach (var secret in _known)
            text = text!.Replace(secret, Mask);
        text = KeyLike.Replace(text!, "sk_$1:" + Mask);
        text = HeaderLike.Replace(text, "${name}${between}" + Mask);
        return SignedUrl.Replace(text, "$1?" + Mask);
    }

    /// <summary>The start of a server's text, without secrets and without characters that would steer a terminal. Secrets go first:
    /// half of one that is cut through would no longer be known.</summary>
    /// <param name="longest">The most characters of it.</param>
    public string? CleanStart(string? text, int longest)
    {
        var clean = Clean(text is null ? null : Controls.Replace(text, " "));
        return clean is not null && clean.Length > longest ? clean.Substring(0, longest) + " ..." : clean;
    }

    private static string WithoutPrefix(string secret)
    {
        var colon = secret.IndexOf(':');
        return colon >= 0 ? secret.Substring(colon + 1) : secret;
    }
}
