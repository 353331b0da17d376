using IruMcp.Hosts;

namespace IruMcp.Core.Tests.Hosts;

/// <summary>Which PowerShell an entry starts: never from a folder that an update removes.</summary>
public sealed class BridgeProgramTests
{
    private const string Aliases = @"C:\Users\ada\AppData\Local\Microsoft\WindowsApps";
    private const string Package = @"C:\Program Files\WindowsApps\Microsoft.PowerShell_7.6.9.0_x64__8wekyb3d8bbwe";
    private const string Preview = @"D:\WindowsApps\Microsoft.PowerShellPreview_7.8.0.0_arm64__8wekyb3d8bbwe";
    private const string Msi = @"C:\Program Files\PowerShell\7";

    [Theory]
    [InlineData(Package, Aliases + @"\pwsh.exe", Aliases + @"\pwsh.exe")]
    [InlineData(Package + @"\", Aliases + @"\Microsoft.PowerShell_8wekyb3d8bbwe\pwsh.exe", Aliases + @"\Microsoft.PowerShell_8wekyb3d8bbwe\pwsh.exe")]
    [InlineData(Preview, Aliases + @"\pwsh.exe|" + Aliases + @"\pwsh-preview.exe", Aliases + @"\pwsh-preview.exe")]
    [InlineData(Msi, Aliases + @"\pwsh.exe", Msi + @"\pwsh.exe")]
    [InlineData(@"C:\Users\ada\.dotnet\tools\.store\powershell\7.6.9\tools\any\win", @"C:\Users\ada\.dotnet\tools\pwsh.exe", @"C:\Users\ada\.dotnet\tools\pwsh.exe")]
    [InlineData(@"C:\tools\PowerShell-7.6.9", "", @"C:\tools\PowerShell-7.6.9\pwsh.exe")]
    public void On_windows_a_users_entry_has_a_path_that_updates_keep(string home, string existing, string expected)
    {
        // PowerShell puts its own folder first on PATH.
        var path = home + @";C:\Windows;relative;" + Aliases + @";C:\Users\ada\.dotnet\tools\;";
        var files = (existing + "|" + home.TrimEnd('\\') + @"\pwsh.exe").Split('|');

        Assert.Equal(expected, BridgeProgram.Find(home, isWindowsPowerShell: false, HostScope.User, Windows(path, files)));
        Assert.False(BridgeProgram.IsInPackage(expected));
    }

    [Fact]
    public void A_package_whose_alias_is_turned_off_is_an_error_that_says_so()
    {
        var error = Assert.Throws<IruException>(() => BridgeProgram.Find(Package, false, HostScope.User, Windows(Package + ";" + Msi, Package + @"\pwsh.exe")));

        Assert.Equal("IruMcp.BridgeNotPossible", error.Id);
        Assert.Contains("alias pwsh.exe", error.Message);
    }

    [Theory]
    [InlineData("/opt/microsoft/powershell/7", "/opt/microsoft/powershell/7/pwsh")]
    [InlineData("/opt/homebrew/Cellar/powershell/7.6.9/libexec", "/usr/local/bin/pwsh")]
    [InlineData("/snap/powershell/271/opt/powershell", "/usr/local/bin/pwsh")]
    [InlineData("/nix/store/abc-powershell-7.6.9/share/powershell", "/usr/local/bin/pwsh")]
    public void Elsewhere_too(string home, string expected)
    {
        var place = new HostEnvironment
        {
            Platform = HostPlatform.Linux, Home = "/home/ada", GetVariable = _ => home + ":/usr/local/bin:/usr/bin",
            FileExists = file => file == home + "/pwsh" || file == "/usr/local/bin/pwsh",
        };

        Assert.Equal(expected, BridgeProgram.Find(home, false, HostScope.User, place));
    }

    [Theory]
    [InlineData(@"C:\Windows\System32\WindowsPowerShell\v1.0")]
    [InlineData(@"C:\Windows\SysWOW64\WindowsPowerShell\v1.0")]
    public void Windows_powershell_is_the_64_bit_one(string home) => Assert.Equal(
        @"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe",
        BridgeProgram.Find(home, isWindowsPowerShell: true, HostScope.User, Windows(home) with { GetVariable = name => name == "SystemRoot" ? @"C:\Windows" : null }));

    [Fact]
    public void A_projects_entry_has_a_name()
    {
        Assert.Equal("pwsh", BridgeProgram.Find(Package, false, HostScope.Project, Windows("")));
        Assert.Equal("powershell", BridgeProgram.Find(@"C:\Windows\System32\WindowsPowerShell\v1.0", true, HostScope.Project, Windows("")));
    }

    private static HostEnvironment Windows(string path, params string[] files) => new()
    {
        Platform = HostPlatform.Windows, Home = @"C:\Users\ada", LocalAppData = @"C:\Users\ada\AppData\Local",
        GetVariable = name => name == "PATH" ? path : null, FileExists = files.Contains,
    };
}
