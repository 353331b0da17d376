using IruMcp.Configuration;
using IruMcp.Files;
using IruMcp.Governance;

namespace IruMcp.Hosts;

/// <summary>Former and new values of a configuration, and which of them an entry has.</summary>
internal sealed class RotationValues(McpConfiguration current, bool replaceOtherKeys)
{
    private readonly string _url = current.Url.AbsoluteUri;
    private readonly string _key = current.ApiKey.Reveal();

    /// <summary>Whether an entry is about this configuration at all, and not about another tenant's.</summary>
    public bool Concern(EntryView entry, string configurationName) => entry.IsBridge
        ? string.Equals(entry.BridgeConfiguration, configurationName, StringComparison.OrdinalIgnoreCase)
        : StateOf(entry) != HostRotationState.UpToDate || HostFindings.IsSame(current.Url, entry.Server.Url);

    /// <summary>Whether a file that cannot be parsed may still hold one of the values.</summary>
    public bool MayBeIn(string path)
    {
        try
        {
            var text = RegularFile.ReadAllText(path);
            return Redactor.FindKey(text) is not null || text.Contains(_url) || current.Replaced.Any(former => text.Contains(former.Url));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    public HostRotationState StateOf(EntryView entry)
    {
        if (entry.IsBridge)
            return HostRotationState.UpToDate;
        if (EditsOf(entry).Count > 0)
            return HostRotationState.Outdated;
        if (!HostFindings.IsSame(current.Url, entry.Server.Url))
            return HostRotationState.UpToDate;
        if (entry.PlainKey is not { } key)
            return current.Replaced.Count > 0 ? HostRotationState.KeyElsewhere : HostRotationState.UpToDate;
        return key == _key ? HostRotationState.UpToDate : HostRotationState.OtherKey;
    }

    /// <summary>The values of an entry that are to be others.</summary>
    public IReadOnlyList<(EntryLeaf Leaf, string Value)> EditsOf(EntryView entry)
    {
        var edits = new List<(EntryLeaf, string)>();
        var url = entry.Server.Url?.Trim();
        var isUrlFormer = url is not null && url != _url && current.Replaced.Any(former => former.Url == url || Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.AbsoluteUri == former.Url);
        var key = entry.PlainKey;
        var isKeyFormer = key is not null && key != _key && (IsFormerKey(key) || replaceOtherKeys && (isUrlFormer || HostFindings.IsSame(current.Url, url)));
        // A profile belongs to its key: beside a key of its own it stays.
        var profile = isKeyFormer || key == _key ? entry.PlainProfile : null;
        foreach (var leaf in entry.Leaves.Where(leaf => leaf.IsText))
        {
            var value = leaf.Text;
            if (isUrlFormer && value.Trim() == url)
                value = _url;
            if (isKeyFormer)
                value = value.Replace(key!, _key);
            if (profile is not null && profile != current.Profile && IsProfile(value, profile))
                value = value.Substring(0, value.Length - profile.Length) + current.Profile;
            if (value != leaf.Text)
                edits.Add((leaf, value));
        }

        return edits;
    }

    private bool IsFormerKey(string key)
    {
        var fingerprint = ReplacedCredential.Fingerprint(key);
        return current.Replaced.Any(former => former.KeyFingerprint == fingerprint);
    }

    // A header's value by itself, or behind the header's name in an argument.
    private static bool IsProfile(string value, string profile) =>
        value == profile || value.StartsWith(ServerEntry.ProfileHeader + ":", StringComparison.OrdinalIgnoreCase) && value.EndsWith(profile, StringComparison.Ordinal);
}
