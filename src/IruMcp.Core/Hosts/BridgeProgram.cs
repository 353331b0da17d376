using System.Text.RegularExpressions;

namespace IruMcp.Hosts;

/// <summary>The PowerShell that another program is told to start, by a path that an update of PowerShell keeps.</summary>
public static class BridgeProgram
{
    private const string WindowsPowerShellFolder = @"System32\WindowsPowerShell\v1.0";

    // The folder of a package that Windows installs: name_version_architecture_resource_publisher. The next update removes it.
    private static readonly Regex PackageFolder = new(
        @"[\\/]WindowsApps[\\/](?<name>[^\\/_]+)_[0-9][^\\/]*_(?<publisher>[^\\/_]+)(?=[\\/]|\z)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    // Homebrew, Nix and the dotnet tool have the version in a folder's name, snap a revision.
    private static readonly Regex VersionedFolder = new(@"(^|[\\/])([^\\/]*[0-9]+\.[0-9]+[^\\/]*|[0-9]{2,})(?=[\\/]|\z)", RegexOptions.CultureInvariant);

    /// <summary>The program for an entry. A user's entry has a full path, since programs opened from a desktop look in few folders. A
    /// project's entry has a name, since others have PowerShell elsewhere.</summary>
    /// <param name="home">The folder of the PowerShell that runs now, <c>$PSHOME</c>.</param>
    /// <param name="isWindowsPowerShell">True for Windows PowerShell 5.1.</param>
    /// <param name="scope">Whose entry it is.</param>
    /// <param name="environment">Where this runs; that of the process unless given.</param>
    /// <exception cref="IruException"><c>IruMcp.BridgeNotPossible</c>: this PowerShell has no path that an update keeps.</exception>
    public static string Find(string home, bool isWindowsPowerShell, HostScope scope, HostEnvironment? environment = null)
    {
        var place = environment ?? HostEnvironment.Current;
        var name = isWindowsPowerShell ? "powershell" : "pwsh";
        if (scope == HostScope.Project)
            return name;

        var file = place.Platform == HostPlatform.Windows ? name + ".exe" : name;
        var folder = home.TrimEnd('/', '\\');
        if (isWindowsPowerShell)
            // $PSHOME of a 32-bit one is another folder, and the module and the vault are those of the 64-bit one.
            return place.GetVariable("SystemRoot") is { Length: > 0 } root ? place.Combine(root.TrimEnd('\\'), WindowsPowerShellFolder, file) : place.Combine(folder, file);

        if (PackageFolder.Match(folder) is { Success: true } package)
            return Alias(package, place);

        var own = place.Combine(folder, file);
        // PATH begins with $PSHOME, so an entry of PATH helps only where it is another folder.
        return VersionedFolder.IsMatch(folder) ? OnPath(file, place) ?? own : own;
    }

    /// <summary>True if a program is in a folder that the next update of its package removes.</summary>
    internal static bool IsInPackage(string program) => PackageFolder.IsMatch(program);

    private static string Alias(Match package, HostEnvironment place)
    {
        var (name, publisher) = (package.Groups["name"].Value, package.Groups["publisher"].Value);
        var aliases = place.Combine(place.LocalAppData, "Microsoft", "WindowsApps");
        var file = name.EndsWith("Preview", StringComparison.OrdinalIgnoreCase) ? "pwsh-preview.exe" : "pwsh.exe";
        string[] candidates = [place.Combine(aliases, file), place.Combine(aliases, name + "_" + publisher, "pwsh.exe")];
        return candidates.FirstOrDefault(place.FileExists) ?? throw HostText.AliasIsOff(file);
    }

    private static string? OnPath(string file, HostEnvironment place) =>
        (place.GetVariable("PATH") ?? string.Empty)
            .Split([place.Platform == HostPlatform.Windows ? ';' : ':'], StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => folder.Trim().TrimEnd('/', '\\'))
            .Where(folder => place.IsAbsolute(folder) && !VersionedFolder.IsMatch(folder))
            .Select(folder => place.Combine(folder, file))
            .FirstOrDefault(place.FileExists);
}
