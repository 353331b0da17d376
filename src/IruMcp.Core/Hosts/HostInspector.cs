using IruMcp.Configuration;

namespace IruMcp.Hosts;

/// <summary>Looks which clients are on a computer and how Iru stands in their files. It writes nothing and needs no vault.</summary>
public static class HostInspector
{
    // Under these, clients keep their servers; people paste from one into another.
    private static readonly string[] TopKeysOfAll = [.. HostCatalogue.Rows.Select(row => row.TopKey).Distinct(StringComparer.Ordinal)];

    /// <summary>The clients of one user, each with the files that count for that user, and with the project's where there is one.</summary>
    /// <param name="environment">Whose clients, and where.</param>
    /// <param name="saved">The saved configurations by name; null where they cannot be read. Asked only where an entry could be compared.</param>
    /// <param name="host">One client, also where it is not installed; null for all that are installed.</param>
    public static IReadOnlyList<HostClient> Inspect(
        HostEnvironment environment, Func<IReadOnlyDictionary<string, McpConfiguration>?>? saved = null, string? host = null)
    {
        if (environment is null)
            throw new ArgumentNullException(nameof(environment));

        var configurations = new Lazy<IReadOnlyDictionary<string, McpConfiguration>?>(saved ?? (static () => null));
        var rows = host is null ? HostCatalogue.Rows : [HostCatalogue.Find(host)];
        var found = new List<HostClient>();
        foreach (var row in rows)
        {
            var isInstalled = HostFiles.IsInstalled(row, environment);
            var isWanted = isInstalled || host is not null;
            // A program that is gone, or has its own folder elsewhere, may have left a file with a key: it counts where there is something to say.
            foreach (var path in FilesOf(row, environment, isWanted))
                found.AddRange(InspectFile(row, HostScope.User, path, environment, configurations)
                    .Where(client => isWanted || client.EntryName is not null || client.Findings.Count > 0));

            // In the home folder some hosts' project file is the user's own.
            if (HostFiles.ProjectFile(row, environment) is { } project && environment.FileExists(project)
                && !row.Locations(environment).Contains(project, environment.PathComparer))
                found.AddRange(InspectFile(row, HostScope.Project, project, environment, configurations).Where(client => client.EntryName is not null));
        }

        return found;
    }

    /// <summary>The existing files. Where the host is wanted and has none of its own, the one that would be made as well.</summary>
    private static IReadOnlyList<string> FilesOf(HostRow row, HostEnvironment environment, bool isWanted)
    {
        if (environment.Home.Length == 0)
            return [];

        var places = row.Locations(environment);
        var own = places.Where(environment.FileExists).ToList();
        if (isWanted && own.Count == 0 && places.Count > 0)
            own.AddRange(row.LocationsAreAlternatives ? places : [HostFiles.ToWrite(row, HostScope.User, environment)]);

        return [.. own.Concat(row.Remnants(environment).Where(environment.FileExists)).Distinct(environment.PathComparer)];
    }

    private static IEnumerable<HostClient> InspectFile(
        HostRow row, HostScope scope, string path, HostEnvironment environment, Lazy<IReadOnlyDictionary<string, McpConfiguration>?> saved)
    {
        var client = new HostClient { Host = row.Name, DisplayName = row.DisplayName, Scope = scope, Path = path, Home = environment.Home, ToolLimit = row.ToolLimit };
        ConfigurationFile file;
        List<EntryView> entries;
        try
        {
            file = ConfigurationFile.Read(path);
            var text = file.Text;
            var editor = HostFiles.EditorOf(row);
            entries = HostFiles.Guard(path, () => ReadEntries(row, editor, text, scope));
        }
        catch (IruException error)
        {
            return [client with { FileExists = true, Findings = [HostFindings.Unreadable(error, row)] }];
        }

        client = client with { FileExists = file.Exists };
        return entries.Count == 0
            ? [client]
            : entries.Select(entry => HostFindings.Judge(client, row, entry, file, environment, saved)).ToList();
    }

    /// <summary>Iru's entries in a file, also those that stand where the host does not look.</summary>
    internal static List<EntryView> ReadEntries(HostRow row, IEntryEditor editor, string text, HostScope scope)
    {
        var entries = editor.Servers(text, row.TopKey, row.ProjectsKey).Where(entry => entry.IsIru).ToList();
        if (row.Format != HostFormat.Toml)
        {
            // A project's file may be the file of several clients, each with a key of its own.
            var sharers = scope == HostScope.Project ? HostCatalogue.Rows.Where(other => other.ProjectFile == row.ProjectFile) : [row];
            foreach (var key in TopKeysOfAll.Except(sharers.Select(sharer => sharer.TopKey), StringComparer.Ordinal))
                entries.AddRange(editor.Servers(text, key).Where(entry => entry.IsIru));
        }

        return entries;
    }
}
