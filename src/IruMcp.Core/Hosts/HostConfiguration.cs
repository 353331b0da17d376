using IruMcp.Configuration;

namespace IruMcp.Hosts;

/// <summary>Puts Iru's server into the configuration file of another program.</summary>
public static class HostConfiguration
{
    /// <summary>Checks everything that can be checked without writing, and gives the change to be made.</summary>
    /// <exception cref="IruException"><c>IruMcp.EntryExists</c>, <c>IruMcp.InvalidHostFile</c>, <c>IruMcp.FileNotWritable</c>,
    /// <c>IruMcp.HostFileAmbiguous</c>, <c>IruMcp.InvalidEntryName</c>, <c>IruMcp.UnknownHost</c>,
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
        var editor = EditorOf(row);
        var path = request.Path ?? OwnFile(row, environment);
        var file = ConfigurationFile.Read(path);
        var changes = row.Changes(content);
        var isUpdate = Guard(path, () => editor.Contains(file.Text, row.TopKey, request.EntryName));
        byte[] Edit(ConfigurationFile current) => Guard(path, () => EditFile(current, row, editor, request, changes));

        return new HostExportPlan(file, Edit(file), Edit)
        {
            Host = row.Name,
            EntryName = request.EntryName,
            IsUpdate = isUpdate,
            MaskedEntryText = editor.Apply(string.Empty, row.TopKey, request.EntryName, row.Changes(Mask(content, request))).TrimEnd(),
            Notes = NotesFor(row, request, path, environment.Platform),
            Warnings = WarningsFor(row, request, file, isUpdate && editor.IsDisabled(file.Text, row.TopKey, request.EntryName)),
        };
    }

    private static byte[] EditFile(ConfigurationFile file, HostRow row, IEntryEditor editor, HostExportRequest request, IReadOnlyList<EntryChange> changes)
    {
        var text = file.Text;
        if (editor.Contains(text, row.TopKey, request.EntryName) && !request.Overwrite)
            throw HostText.EntryExists(request.EntryName, file.Path);

        return ConfigurationFile.Encode(
            editor.Apply(text, row.TopKey, request.EntryName, changes), file.HasByteOrderMark && !row.RefusesByteOrderMark);
    }

    private static EntryContent ContentOf(HostExportRequest request, HostRow row, HostPlatform platform)
    {
        if (!McpRemote.IsValid(request.McpRemoteVersion))
            throw HostText.InvalidMcpRemoteVersion();

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

    private static string OwnFile(HostRow row, HostEnvironment environment)
    {
        if (environment.Home.Length == 0)
            throw HostText.NoHome();

        var places = row.Locations(environment);
        return places.Count == 1 ? places[0] : throw HostText.Ambiguous(row.DisplayName, places);
    }

    private static IEntryEditor EditorOf(HostRow row) => row.Format switch
    {
        HostFormat.Toml => new TomlEntryEditor(),
        HostFormat.JsonWithComments => new JsonEntryEditor(commentsAllowed: true),
        _ => new JsonEntryEditor(commentsAllowed: false),
    };

    private static T Guard<T>(string path, Func<T> edit)
    {
        try
        {
            return edit();
        }
        catch (HostFileException error)
        {
            throw HostText.InvalidFile(path, error.Message);
        }
    }

    private static List<string> NotesFor(HostRow row, HostExportRequest request, string path, HostPlatform platform)
    {
        var notes = new List<string> { HostText.Location(row.DisplayName, path, isOwnFile: request.Path is null), row.RestartNote(platform) };
        if (request.KeySource == KeySource.Environment)
            notes.Add(HostText.Variables(platform));

        return notes;
    }

    private static List<string> WarningsFor(HostRow row, HostExportRequest request, ConfigurationFile file, bool isDisabled)
    {
        var warnings = new List<string>();
        if (request.KeySource == KeySource.PlainText)
        {
            warnings.Add(HostText.PlainTextWarning);
            if (IsReadableByOthers(file))
                warnings.Add(HostText.FileIsShared(file.Path));
        }
        else if (row.EnvironmentWarning is not null)
        {
            warnings.Add(row.EnvironmentWarning);
        }

        if (row.UsesMcpRemote && McpRemote.IsVulnerable(request.McpRemoteVersion))
            warnings.Add(HostText.VulnerableMcpRemote(request.McpRemoteVersion));

        if (isDisabled)
            warnings.Add(HostText.EntryDisabled(request.EntryName, row.DisplayName));

        if (row.RefusesByteOrderMark && file.HasByteOrderMark)
            warnings.Add(HostText.ByteOrderMarkDropped(row.DisplayName));

        if (request.Path is null && Path.GetDirectoryName(file.Target) is { Length: > 0 } folder && !Directory.Exists(folder))
            warnings.Add(HostText.FolderMissing(row.DisplayName, folder));

        return warnings;
    }

    private static bool IsReadableByOthers(ConfigurationFile file)
    {
#if NET
        return file.Exists && !OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(file.Target) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0;
#else
        // Windows PowerShell runs on Windows only, where a user's profile is closed to others by default.
        return false;
#endif
    }
}
