using IruMcp.Configuration;

namespace IruMcp.Hosts;

/// <summary>What is to be said about an entry of Iru's as it stands in a file.</summary>
internal static class HostFindings
{
    public static HostFinding Unreadable(IruException error, HostRow row) => error.Id == "IruMcp.InvalidHostFile"
        ? new HostFinding("InvalidFile", error.Message.Replace(" was not changed: ", ": "), FindingText.CorrectFile(row.DisplayName))
        : new HostFinding("UnreadableFile", error.Message.Replace(" was not changed: ", ": "), FindingText.OpenFile);

    public static HostClient Judge(
        HostClient client, HostRow row, EntryView entry, ConfigurationFile file, HostEnvironment environment, Lazy<IReadOnlyDictionary<string, McpConfiguration>?> saved)
    {
        var findings = new List<HostFinding>();
        var export = $"Export-IruMcpConfig {row.Name} -ServerName {Quoted(entry.Name)}{(client.Scope == HostScope.Project ? " -Scope Project" : string.Empty)} -Force";
        if (entry.KeySource == KeySource.PlainText)
        {
            findings.Add(new("PlainTextKey", FindingText.PlainTextKey, export));
            if (HostFiles.IsReadableByOthers(file))
                findings.Add(new("ReadableByOthers", FindingText.ReadableByOthers, FindingText.CloseFile));
        }

        if (entry.McpRemoteVersion is { } version && McpRemote.IsVulnerable(version))
            findings.Add(new("VulnerableMcpRemote", FindingText.VulnerableMcpRemote(version), export));

        if (entry.TopKey != row.TopKey)
            findings.Add(new("IgnoredEntry", FindingText.OtherTopKey(entry.TopKey, row.DisplayName, row.TopKey), export));
        else if (row.Defect(entry) is { } defect)
            findings.Add(new("IgnoredEntry", defect, export));
        else if (entry.KeySource is null)
            findings.Add(new("NoKey", FindingText.NoKey, export));

        if (!row.NamePattern.IsMatch(entry.Name))
            findings.Add(new("RejectedName", FindingText.RejectedName(row.DisplayName, row.NameRule), FindingText.Rename(row.Name)));

        if (row.RefusesByteOrderMark && file.HasByteOrderMark)
            findings.Add(new("ByteOrderMark", FindingText.ByteOrderMark(row.DisplayName), export));

        if (ProgramFinding(entry, environment) is { } id)
            findings.Add(new(id.Name, id.Message, export));

        var (name, matches) = Compare(entry, saved, findings, export);
        return client with
        {
            EntryName = entry.Name,
            KeySource = entry.KeySource,
            Url = entry.Server.Url,
            IsDisabled = entry.IsDisabled,
            ConfigurationName = name,
            MatchesConfiguration = matches,
            Findings = findings,
        };
    }

    private static (string Name, string Message)? ProgramFinding(EntryView entry, HostEnvironment environment)
    {
        if (entry.Program is { } program && environment.IsAbsolute(program))
        {
            // Windows finds a program without its extension too.
            string[] endings = environment.Platform == HostPlatform.Windows ? ["", ".exe", ".cmd", ".bat"] : [""];
            if (!endings.Any(ending => environment.FileExists(program + ending)))
                return ("MissingProgram", FindingText.MissingProgram);
            if (BridgeProgram.IsInPackage(program))
                return ("TemporaryProgram", FindingText.TemporaryProgram);
        }

        return entry.BridgeModule is { } module && environment.IsAbsolute(module) && !environment.FileExists(module)
            ? ("MissingModule", FindingText.MissingModule)
            : null;
    }

    private static (string? Name, bool? Matches) Compare(
        EntryView entry, Lazy<IReadOnlyDictionary<string, McpConfiguration>?> saved, List<HostFinding> findings, string export)
    {
        var configurations = saved.Value;
        if (entry.IsBridge)
        {
            var wanted = entry.BridgeConfiguration;
            if (configurations is null || configurations.Keys.FirstOrDefault(name => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase)) is { } known)
                return (wanted, configurations is null ? null : true);

            findings.Add(new("MissingConfiguration", FindingText.MissingConfiguration(wanted), $"Import-IruMcpConfig -Name {wanted}"));
            return (wanted, false);
        }

        if (configurations is null || configurations.Count == 0)
            return (null, null);

        var key = entry.PlainKey;
        var owner = key is null ? null : configurations.FirstOrDefault(pair => pair.Value.ApiKey.Reveal() == key).Key;
        owner ??= configurations.FirstOrDefault(pair => IsSame(pair.Value.Url, entry.Server.Url)).Key;
        if (owner is null && configurations.Count > 1)
            return (null, null);

        owner ??= configurations.Keys.First();
        var configuration = configurations[owner];
        var repair = key is null ? export + " -KeySource " + entry.KeySource : $"Update-IruMcpConfig -Name {owner}";
        var isUrlStale = !IsSame(configuration.Url, entry.Server.Url);
        var isKeyStale = key is not null && key != configuration.ApiKey.Reveal()
            || entry.PlainProfile is { } profile && profile != configuration.Profile;
        if (isUrlStale)
            findings.Add(new("StaleUrl", FindingText.StaleUrl(owner), repair));
        if (isKeyStale)
            findings.Add(new("StaleKey", FindingText.StaleKey(owner), repair));

        return (owner, !isUrlStale && !isKeyStale);
    }

    internal static bool IsSame(Uri url, string? text) => Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var other) && url.Equals(other);

    private static string Quoted(string name) => BridgeCommand.Literal(name);
}
