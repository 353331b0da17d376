namespace IruMcp.Hosts;

/// <summary>Which PowerShell a client is to start.</summary>
public static class BridgeProgram
{
    /// <summary>The program for an entry. A user's entry has a full path, since programs opened from a desktop look in few folders; one
    /// that outlives an update of PowerShell, where there is one. A project's entry has a name, since others have PowerShell elsewhere.</summary>
    /// <param name="home">The folder of the PowerShell that runs now, <c>$PSHOME</c>.</param>
    /// <param name="isWindowsPowerShell">True for Windows PowerShell 5.1.</param>
    /// <param name="scope">Whose entry it is.</param>
    /// <param name="environment">Where this runs; that of the process unless given.</param>
    public static string Find(string home, bool isWindowsPowerShell, HostScope scope, HostEnvironment? environment = null)
    {
        var place = environment ?? HostEnvironment.Current;
        var name = isWindowsPowerShell ? "powershell" : "pwsh";
        if (scope == HostScope.Project)
            return name;

        var file = place.Platform == HostPlatform.Windows ? name + ".exe" : name;
        var own = place.Combine(home.TrimEnd('/', '\\'), file);
        if (isWindowsPowerShell)
            return own;

        // What PATH has is a link or an alias that an update keeps; the program's own folder may have its version in its name.
        var separator = place.Platform == HostPlatform.Windows ? ';' : ':';
        return (place.GetVariable("PATH") ?? string.Empty)
            .Split([separator], StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => place.Combine(folder.Trim().TrimEnd('/', '\\'), file))
            .FirstOrDefault(candidate => place.IsAbsolute(candidate) && place.FileExists(candidate)) ?? own;
    }
}
