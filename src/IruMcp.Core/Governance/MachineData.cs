namespace IruMcp.Governance;

/// <summary>Windows' folder for the data of all users.</summary>
internal static class MachineData
{
    private const string ProfilesKey = @"SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList";
    private const string SystemDrive = "%SystemDrive%";

    /// <summary>The folder as the machine has it; null elsewhere than on Windows, and where it cannot be told. Neither the environment nor
    /// the shell's own function is asked: that one expands variables, which the user sets.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        if (!MachineRegistry.IsThere)
            return null;
        var folder = MachineRegistry.ReadText(ProfilesKey, "ProgramData") ?? SystemDrive + @"\ProgramData";
        if (folder.StartsWith(SystemDrive, StringComparison.OrdinalIgnoreCase))
            folder = Path.GetPathRoot(Environment.SystemDirectory)!.TrimEnd('\\') + folder.Substring(SystemDrive.Length);
        return folder.Length > 2 && folder[1] == ':' && !folder.Contains("%") ? folder : null;
    }
}
