using System.Security.Cryptography;
using System.Text;

namespace IruMcp.Configuration;

/// <summary>What a configuration had before it was replaced, as long as some client may still have it: enough to know it again, and of the
/// key and profile no more than a fingerprint.</summary>
/// <param name="Url">The former address.</param>
/// <param name="KeyFingerprint">SHA-256 of the former key, in lower-case hexadecimal.</param>
/// <param name="ProfileFingerprint">SHA-256 of the former profile id.</param>
public sealed record ReplacedCredential(string Url, string KeyFingerprint, string ProfileFingerprint)
{
    /// <summary>The fingerprints of a configuration that is about to be replaced.</summary>
    public static ReplacedCredential Of(McpConfiguration configuration) => configuration is null
        ? throw new ArgumentNullException(nameof(configuration))
        : new(configuration.Url.AbsoluteUri, Fingerprint(configuration.ApiKey.Reveal()), Fingerprint(configuration.Profile));

    internal static string Fingerprint(string value)
    {
        using var hash = SHA256.Create();
        return string.Concat(hash.ComputeHash(Encoding.UTF8.GetBytes(value)).Select(part => part.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
