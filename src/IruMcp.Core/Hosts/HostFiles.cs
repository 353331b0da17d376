using IruMcp.Configuration;

namespace IruMcp.Hosts;

/// <summary>A row's files on this computer, and how to open them.</summary>
internal static class HostFiles
{
    /// <summary>The file that a row's host has for a scope, to be written.</summary>
    /// <exception cref="IruException">It cannot be told.</exception>
    public static string ToWrite(HostRow row, HostScope scope, HostEnvironment environment)
    {
        if (scope == HostScope.Project)
            return ProjectFile(row, environment) ?? throw HostText.NoProjectFile(row.DisplayName);

        if (environment.Home.Length == 0)
            throw HostText.NoHome();

        var places = row.Locations(environment);
        if (places.Count == 0)
            throw HostText.NotOnThisPlatform(row.DisplayName);

        if (row.LocationsAreAlternatives)
            return places.Count == 1 ? places[0] : throw HostText.Ambiguous(row.DisplayName, places);

        return places.FirstOrDefault(environment.FileExists)
            ?? places.FirstOrDefault(place => environment.FolderOfFile(place) is { } folder && environment.DirectoryExists(folder))
            ?? places[0];
    }

    public static string? ProjectFile(HostRow row, HostEnvironment environment) =>
        row.ProjectFile is null || environment.ProjectFolder is null
            ? null
            : environment.Combine([environment.ProjectFolder.TrimEnd('/', '\\'), .. row.ProjectFile.Split('/')]);

    /// <summary>True where the host has left a trace of itself.</summary>
    public static bool IsInstalled(HostRow row, HostEnvironment environment)
    {
        var traces = row.Traces is { } own
            ? own(environment)
            : [.. row.Locations(environment).Select(place => environment.FolderOfFile(place)).Where(folder => folder is not null).Select(folder => folder!)];
        return traces.Any(trace => environment.DirectoryExists(trace) || environment.FileExists(trace));
    }

    /// <summary>Why the host's own file must not be written now; null where it may.</summary>
    public static IruException? RunningBlocker(HostRow row, HostEnvironment environment, string path) =>
        IsRunning(row, environment) && row.Locations(environment).Contains(path) ? HostText.Running(row.DisplayName, path) : null;

    public static bool IsRunning(HostRow row, HostEnvironment environment) =>
        row.MustNotRun is { } program && program.ProcessNames.SelectMany(environment.RunningPrograms).Any(path => program.Path.IsMatch(path));

    public static IEntryEditor EditorOf(HostRow row) => row.Format switch
    {
        HostFormat.Toml => new TomlEntryEditor(),
        HostFormat.JsonWithComments => new JsonEntryEditor(commentsAllowed: true),
        _ => new JsonEntryEditor(commentsAllowed: false),
    };

    /// <summary>Turns what an editor says into an error that names the file.</summary>
    public static T Guard<T>(string path, Func<T> edit)
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

    public static byte[] Encode(string text, ConfigurationFile file, HostRow row) =>
        ConfigurationFile.Encode(text, file.HasByteOrderMark && !row.RefusesByteOrderMark);

    public static bool IsReadableByOthers(ConfigurationFile file)
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
