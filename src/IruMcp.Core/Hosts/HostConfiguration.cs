using IruMcp.Configuration;

namespace IruMcp.Hosts;

/// <summary>Puts Iru's server into the configuration file of another program, and takes it out.</summary>
public static class HostConfiguration
{
    /// <summary>Checks everything that can be checked without writing, and gives the change to be made.</summary>
    /// <exception cref="IruException"><c>IruMcp.EntryExists</c>, <c>IruMcp.InvalidHostFile</c>, <c>IruMcp.FileNotWritable</c>,
    /// <c>IruMcp.HostFileAmbiguous</c>, <c>IruMcp.HostFileUnknown</c>, <c>IruMcp.InvalidEntryName</c>, <c>IruMcp.UnknownHost</c>,
    /// <c>IruMcp.InvalidMcpRemoteVersion</c>, <c>IruMcp.InvalidExport</c>, and the ids of <see cref="ConfigurationRules"/>.</exception>
    public static HostExportPlan Plan(HostExportRequest request)
    {
        if (request is null)
            throw new ArgumentNullException(nameof(request));

        var row = HostCatalogue.Find(request.Host);
        var environment = request.Environment ?? HostEnvironment.Current;
        if (request.EntryName is null || !row.NamePattern.IsMatch(request.EntryName))
            throw HostText.InvalidEntryName(row.DisplayName, row.NameRule);

        var content = ContentOf(request, row, environment.Platform);
        var editor = HostFiles.EditorOf(row);
        var path = request.Path ?? HostFiles.ToWrite(row, request.Scope, environment);
        var file = ConfigurationFile.Read(path);
        var changes = row.Changes(content);
        var before = HostFiles.Guard(path, () => editor.Servers(file.Text, row.TopKey)).FirstOrDefault(server => server.Name == request.EntryName);
        var change = new HostFileChange(
            file,
            current => HostFiles.Guard(path, () => EditFile(current, row, editor, request, changes)),
            () => request.IgnoreRunning ? null : HostFiles.RunningBlocker(row, environment, path));

        return new HostExportPlan(change)
        {
            Host = row.Name,
            EntryName = request.EntryName,
            IsUpdate = before is not null,
            MaskedEntryText = editor.Apply(string.Empty, [row.TopKey], request.EntryName, row.Changes(Mask(content, request))).TrimEnd(),
            Notes = HostAdvice.Notes(row, request, path, environment.Platform),
            Warnings = HostAdvice.Warnings(row, request, file, before is { IsDisabled: true }, environment),
        };
    }

    /// <summary>The change that takes a server's entry out of a host's file.</summary>
    /// <param name="host">One of <see cref="HostCatalogue.Names"/>.</param>
    /// <param name="scope">Which of the host's files, where <paramref name="path"/> is null.</param>
    /// <param name="path">The file; null for the host's own.</param>
    /// <param name="entryName">The entry; null for the one that is Iru's.</param>
    /// <param name="ignoreRunning">Whether to write although the host runs that may write back its own older copy.</param>
    /// <param name="environment">Where this runs; that of the process unless given.</param>
    /// <exception cref="IruException"><c>IruMcp.EntryNotFound</c>, <c>IruMcp.ServerNameRequired</c>, and those of <see cref="Plan"/>.</exception>
    public static HostRemovalPlan PlanRemoval(
        string host, HostScope scope = HostScope.User, string? path = null, string? entryName = null, bool ignoreRunning = false, HostEnvironment? environment = null)
    {
        var row = HostCatalogue.Find(host);
        var place = environment ?? HostEnvironment.Current;
        var editor = HostFiles.EditorOf(row);
        path ??= HostFiles.ToWrite(row, scope, place);
        var file = ConfigurationFile.Read(path);
        var name = HostFiles.Guard(path, () => NameToRemove(Entries(row, editor, file.Text, scope), entryName, path));
        var change = new HostFileChange(
            file,
            current => HostFiles.Guard(path, () => HostFiles.Encode(WithInputs(RemoveAll(current.Text, row, editor, scope, name), row, editor, areWanted: false), current, row)),
            () => ignoreRunning ? null : HostFiles.RunningBlocker(row, place, path));
        return new HostRemovalPlan(change, row.Name, name, row.RestartNote(place.Platform));
    }

    private static string NameToRemove(IReadOnlyList<EntryView> servers, string? wanted, string path)
    {
        if (wanted is not null)
            return servers.Any(server => server.Name == wanted) ? wanted : throw HostText.EntryNotFound(wanted, path);

        var own = servers.Where(server => server.IsIru).Select(server => server.Name).Distinct(StringComparer.Ordinal).ToList();
        return own.Count switch
        {
            1 => own[0],
            0 => throw HostText.NoEntry(path),
            _ => throw HostText.SeveralEntries(path, own),
        };
    }

    private static IReadOnlyList<EntryView> Entries(HostRow row, IEntryEditor editor, string text, HostScope scope) =>
        [.. editor.Servers(text, row.TopKey), .. HostInspector.ReadEntries(row, editor, text, scope)];

    /// <summary>Takes an entry out, and Iru's of the same name that stand where the host keeps a project's servers, or where it does not look.</summary>
    private static string RemoveAll(string text, HostRow row, IEntryEditor editor, HostScope scope, string name)
    {
        foreach (var entry in Entries(row, editor, text, scope).Where(entry => entry.Name == name))
            text = editor.Remove(text, entry.Container, name);

        return text;
    }

    private static byte[] EditFile(ConfigurationFile file, HostRow row, IEntryEditor editor, HostExportRequest request, IReadOnlyList<EntryChange> changes)
    {
        var text = file.Text;
        if (editor.Contains(text, [row.TopKey], request.EntryName) && !request.Overwrite)
            throw HostText.EntryExists(request.EntryName, file.Path);

        text = editor.Apply(text, [row.TopKey], request.EntryName, changes);
        if (request.Overwrite)
            text = RepairElsewhere(text, row, editor, request, changes);

        return HostFiles.Encode(WithInputs(text, row, editor, request.KeySource == KeySource.Prompt), file, row);
    }

    /// <summary>A project's entry of the same name goes before the user's, and gets the same form; one where the host does not look goes.</summary>
    private static string RepairElsewhere(string text, HostRow row, IEntryEditor editor, HostExportRequest request, IReadOnlyList<EntryChange> changes)
    {
        foreach (var entry in HostInspector.ReadEntries(row, editor, text, request.Scope).Where(entry => entry.Name == request.EntryName))
        {
            if (entry.TopKey != row.TopKey)
                text = editor.Remove(text, entry.Container, entry.Name);
            else if (entry.Container.Count > 1)
                text = editor.Apply(text, entry.Container, entry.Name, changes);
        }

        return text;
    }

    private static string WithInputs(string text, HostRow row, IEntryEditor editor, bool areWanted) =>
        row.HasInputs && editor is JsonEntryEditor json ? json.WithInputs(text, EntryShapes.Inputs, areWanted) : text;

    private static EntryContent ContentOf(HostExportRequest request, HostRow row, HostPlatform platform)
    {
        if (!McpRemote.IsValid(request.McpRemoteVersion))
            throw HostText.InvalidMcpRemoteVersion();

        if (request.KeySource == KeySource.Bridge)
        {
            var bridge = request.Bridge ?? throw HostText.InvalidRequest(HostText.NeedsBridge);
            return new EntryContent(null, string.Empty, string.Empty, KeySource.Bridge, request.McpRemoteVersion, platform) { Bridge = BridgeCommand.Of(bridge) };
        }

        if (request.KeySource == KeySource.Environment && row.Variable is null)
            throw HostText.KeySourceUnknownToHost(HostText.NoVariables(row.DisplayName));
        if (request.KeySource == KeySource.Prompt && !row.HasInputs)
            throw HostText.KeySourceUnknownToHost(HostText.NoInputs(row.DisplayName));

        var url = ConfigurationRules.ValidateUri(request.Configuration?.Url ?? request.Url ?? throw HostText.InvalidRequest(HostText.NeedsUrl));
        var (key, profile) = (string.Empty, string.Empty);
        if (request.KeySource == KeySource.PlainText)
        {
            var configuration = request.Configuration ?? throw HostText.InvalidRequest(HostText.NeedsConfiguration);
            var valid = ConfigurationRules.Validate(url, configuration.ApiKey.Reveal(), configuration.Profile);
            (key, profile) = (valid.ApiKey.Reveal(), valid.Profile);
        }

        var content = new EntryContent(url, key, profile, request.KeySource, request.McpRemoteVersion, platform);
        return row.Refuses(content) is { } reason ? throw HostText.InvalidRequest(reason) : content;
    }

    private static EntryContent Mask(EntryContent content, HostExportRequest request) =>
        content.KeySource == KeySource.PlainText
            ? content with { ApiKey = request.Configuration!.ApiKey.ToString(), Profile = new Secret(content.Profile).ToString() }
            : content;
}

/// <summary>What a removal would do.</summary>
/// <param name="File">The change of the host's file.</param>
/// <param name="Host">The host's name in the catalogue.</param>
/// <param name="EntryName">The entry that goes.</param>
/// <param name="Note">What makes the host take notice.</param>
public sealed record HostRemovalPlan(HostFileChange File, string Host, string EntryName, string Note);
