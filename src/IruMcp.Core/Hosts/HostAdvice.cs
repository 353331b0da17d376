namespace IruMcp.Hosts;

/// <summary>What a person is told about an export: what to do next, and what may go wrong.</summary>
internal static class HostAdvice
{
    /// <summary>How many tools Iru's server has been seen to offer.</summary>
    private const int ToolsOfIru = 131;

    public static IReadOnlyList<string> Notes(HostRow row, HostExportRequest request, string path, HostPlatform platform)
    {
        var notes = new List<string> { HostText.Location(row.DisplayName, path, isOwnFile: request.Path is null), row.RestartNote(platform) };
        if (row.UsesMcpRemote && request.KeySource != KeySource.Bridge)
            notes.Add(HostText.McpRemoteNeedsNode(platform));

        switch (request.KeySource)
        {
            case KeySource.Environment:
                notes.Add(HostText.Variables(platform, row.RunsInTerminal));
                break;
            case KeySource.Prompt:
                notes.Add(HostText.Inputs(row.DisplayName));
                break;
            case KeySource.Bridge:
                notes.Add(HostText.Bridge(row.DisplayName, request.Bridge!.ConfigurationName));
                if (request.Bridge.ModulePath is not null)
                    notes.Add(HostText.ModuleByPath);
                break;
        }

        return notes;
    }

    public static IReadOnlyList<string> Warnings(HostRow row, HostExportRequest request, ConfigurationFile file, bool isDisabled, HostEnvironment environment)
    {
        var warnings = new List<string>();
        if (request.KeySource == KeySource.PlainText)
        {
            warnings.Add(request.Scope == HostScope.Project && request.Path is null ? HostText.PlainTextInProject : HostText.PlainTextWarning);
            if (HostFiles.IsReadableByOthers(file))
                warnings.Add(HostText.FileIsShared(file.Path));
        }

        if (request.KeySource == KeySource.Environment && row.EnvironmentWarning is not null)
            warnings.Add(row.EnvironmentWarning);

        if (request.KeySource != KeySource.Bridge)
        {
            if (row.UsesMcpRemote && McpRemote.IsVulnerable(request.McpRemoteVersion))
                warnings.Add(HostText.VulnerableMcpRemote(request.McpRemoteVersion));
            if (row.ToolLimit is { } limit && limit < ToolsOfIru)
                warnings.Add(HostText.TooManyTools(row.DisplayName, limit, ToolsOfIru));
        }

        if (isDisabled)
            warnings.Add(HostText.EntryDisabled(request.EntryName, row.DisplayName));

        if (row.RefusesByteOrderMark && file.HasByteOrderMark)
            warnings.Add(HostText.ByteOrderMarkDropped(row.DisplayName));

        if (request.IgnoreRunning && HostFiles.RunningBlocker(row, environment, file.Path) is not null)
            warnings.Add(HostText.WrittenWhileRunning(row.DisplayName));

        if (request.Path is null && request.Scope == HostScope.User
            && Path.GetDirectoryName(file.Target) is { Length: > 0 } folder && !Directory.Exists(folder))
            warnings.Add(HostText.FolderMissing(row.DisplayName, folder));

        return warnings;
    }
}
