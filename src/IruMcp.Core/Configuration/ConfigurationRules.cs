using System.Text.RegularExpressions;

namespace IruMcp.Configuration;

/// <summary>What a URL, a key and a profile must be like before anything is sent or stored.</summary>
public static class ConfigurationRules
{
    /// <summary>How a key begins that Iru shows in an MCP configuration.</summary>
    public const string KeyPrefix = "sk_live:";

    private static readonly Regex Placeholder = new(
        @"YOUR[_-][A-Z0-9]+(?:[_-][A-Z0-9]+)*|<[\w .-]+>", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex UnresolvedVariable = new(@"\$\{[^}]*\}", RegexOptions.CultureInvariant);

    private static readonly Regex Uuid = new(
        "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>Checks all three and gives the configuration, with a warning where something is odd but may be right.</summary>
    /// <param name="url">The MCP endpoint.</param>
    /// <param name="key">The <c>X-API-Key</c> value; spaces around it are dropped.</param>
    /// <param name="profile">The <c>X-MCP-Profile</c> value; spaces around it are dropped.</param>
    /// <exception cref="IruException"><c>IruMcp.InsecureUri</c>, <c>IruMcp.InvalidUri</c>, <c>IruMcp.InvalidKey</c>,
    /// <c>IruMcp.InvalidProfile</c> or <c>IruMcp.PlaceholderConfiguration</c>; its texts never hold the key.</exception>
    public static McpConfiguration Validate(Uri url, string key, string profile)
    {
        if (url is null)
            throw new ArgumentNullException(nameof(url));

        return Validate(url.OriginalString, key, profile);
    }

    /// <summary>Checks a URL alone.</summary>
    /// <exception cref="IruException">As for <see cref="Validate(Uri, string, string)"/>.</exception>
    public static Uri ValidateUri(Uri url)
    {
        if (url is null)
            throw new ArgumentNullException(nameof(url));

        return CheckUrl(PastedText.Trim(url.OriginalString));
    }

    internal static McpConfiguration Validate(string url, string key, string profile)
    {
        var trimmedKey = PastedText.Trim(key ?? string.Empty);
        var trimmedProfile = PastedText.Trim(profile ?? string.Empty);
        var trimmedUrl = PastedText.Trim(url);
        RefusePlaceholders(trimmedUrl, trimmedKey, trimmedProfile);
        var checkedUrl = CheckUrl(trimmedUrl);
        var warnings = new List<string>();
        CheckKey(trimmedKey, warnings);
        CheckProfile(trimmedProfile);
        if (UrlSecrets.HasSecret(checkedUrl, trimmedKey, trimmedProfile))
            throw ConfigurationText.UriWithSecret();
        return new McpConfiguration(checkedUrl, new Secret(trimmedKey), trimmedProfile)
        {
            Warnings = warnings,
            Repairs = [.. ConfigurationText.Trimmed(ServerEntry.KeyHeader, key, trimmedKey), .. ConfigurationText.Trimmed(ServerEntry.ProfileHeader, profile, trimmedProfile)],
        };
    }

    private static void RefusePlaceholders(string url, string key, string profile)
    {
        var found = new List<string>();
        AddPlaceholder(found, "url", url);
        if (Regex.IsMatch(url, "^https?://TENANT\\.") && !found.Exists(item => item.StartsWith("url", StringComparison.Ordinal)))
            found.Add("url (TENANT)");

        AddPlaceholder(found, ServerEntry.KeyHeader, key);
        AddPlaceholder(found, ServerEntry.ProfileHeader, profile);
        if (found.Count > 0)
            throw ConfigurationText.Placeholder(found);
    }

    // Of a key that only contains the word, nothing is quoted.
    private static void AddPlaceholder(List<string> found, string field, string value)
    {
        var match = Placeholder.Match(value);
        var rest = value.StartsWith(KeyPrefix, StringComparison.OrdinalIgnoreCase) ? value.Substring(KeyPrefix.Length) : value;
        if (!match.Success || (field != "url" && match.Value != rest))
            return;

        var isWellKnown = match.Value.ToUpperInvariant() is "YOUR_TENANT" or "YOUR_API_KEY" or "YOUR_PROFILE_ID" or "YOUR_OTHER_KEY" or "YOUR_OTHER_PROFILE";
        found.Add(isWellKnown ? $"{field} ({match.Value.ToUpperInvariant()})" : field);
    }

    private static Uri CheckUrl(string url)
    {
        if (Regex.IsMatch(url, "^https?://(TENANT\\.|[^/]*YOUR[_-]TENANT)", RegexOptions.None))
            throw ConfigurationText.Placeholder(["url"]);

        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.IsFile || uri.Host.Length == 0 || Array.Exists(url.ToCharArray(), char.IsWhiteSpace))
            throw ConfigurationText.InvalidUri();

        if (uri.UserInfo.Length > 0)
            throw ConfigurationText.UriWithCredentials();

        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            throw ConfigurationText.InsecureUri(uri);

        return UrlSecrets.HasSecret(uri) ? throw ConfigurationText.UriWithSecret() : uri;
    }

    private static void CheckKey(string key, List<string> warnings)
    {
        if (key.Length == 0 || string.Equals(key, KeyPrefix, StringComparison.OrdinalIgnoreCase))
            throw ConfigurationText.EmptyKey();

        if (FirstBadCharacter(key) is { } bad)
            throw ConfigurationText.InvalidKey(bad.Position, bad.Kind);

        if (key[0] is '"' or '\'' || key[key.Length - 1] is '"' or '\'')
            throw ConfigurationText.QuotedKey();

        if (UnresolvedVariable.IsMatch(key))
            throw ConfigurationText.KeyIsVariable();

        if (!key.StartsWith(KeyPrefix, StringComparison.Ordinal))
            warnings.Add(Uuid.IsMatch(key) ? ConfigurationText.KeyLooksLikeRestToken : ConfigurationText.KeyWithoutPrefix);
    }

    private static void CheckProfile(string profile)
    {
        if (profile.Length == 0)
            throw ConfigurationText.EmptyProfile();

        if (profile.StartsWith("sk_", StringComparison.OrdinalIgnoreCase))
            throw ConfigurationText.ProfileIsKey();

        if (FirstBadCharacter(profile) is { } bad)
            throw ConfigurationText.InvalidProfile(bad.Position, bad.Kind);

        if (profile[0] is '"' or '\'' || profile[profile.Length - 1] is '"' or '\'' || UnresolvedVariable.IsMatch(profile))
            throw ConfigurationText.ProfileNotAValue();
    }

    private static (int Position, string Kind)? FirstBadCharacter(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is <= ' ' or > '~')
                return (i + 1, ConfigurationText.KindOf(value[i]));
        }

        return null;
    }
}
