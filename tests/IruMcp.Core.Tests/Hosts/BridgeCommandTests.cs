using IruMcp.Hosts;

namespace IruMcp.Core.Tests.Hosts;

public sealed class BridgeCommandTests
{
    [Fact]
    public void No_argument_needs_quoting_where_the_module_is_found_by_its_name()
    {
        var command = BridgeCommand.Of(HostSandbox.Bridge with { ConfigurationName = "eu-1", ToolSets = ["Inventory", "Security"], ReadOnly = true, Vault = "SecretStore" });

        Assert.Equal(
            "-NoProfile -NonInteractive -Command IruMcp\\Start-IruMcpBridge -Name eu-1 -Vault SecretStore -ToolSet Inventory,Security -ReadOnly",
            string.Join(" ", command.Arguments));
        Assert.All(command.Arguments, argument => Assert.Matches("^[A-Za-z0-9,.\\\\-]+$", argument));
        Assert.Equal("eu-1", BridgeCommand.ConfigurationOf(command.Arguments));
    }

    [Fact]
    public void Windows_powershell_is_told_to_run_signed_scripts() => Assert.Equal(
        ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "RemoteSigned", "-Command", "IruMcp\\Start-IruMcpBridge", "-Name", "iru"],
        BridgeCommand.Of(HostSandbox.Bridge with { IsWindowsPowerShell = true }).Arguments);

    [Theory]
    [InlineData("/opt/it's mine/IruMcp.psd1", "'/opt/it''s mine/IruMcp.psd1'")]
    [InlineData("C:\\Us\u2019ers\\IruMcp.psd1", "'C:\\Us\u2019\u2019ers\\IruMcp.psd1'")]
    public void A_modules_path_cannot_break_out_of_its_quotes(string path, string literal) => Assert.Equal(
        $"Import-Module {literal}; Start-IruMcpBridge -Name iru", BridgeCommand.Of(HostSandbox.Bridge with { ModulePath = path }).Arguments[^1]);

    [Fact]
    public void A_users_entry_has_a_path_that_updates_keep_and_a_projects_entry_a_name()
    {
        var windows = new HostEnvironment
        {
            Platform = HostPlatform.Windows, Home = @"C:\Users\ada", GetVariable = _ => @"C:\Windows;C:\Users\ada\AppData\Local\Microsoft\WindowsApps\;relative",
            FileExists = file => file == @"C:\Users\ada\AppData\Local\Microsoft\WindowsApps\pwsh.exe",
        };
        const string Packaged = @"C:\Program Files\WindowsApps\Microsoft.PowerShell_7.5.0.0_x64__8wekyb3d8bbwe";
        const string Desktop = @"C:\Windows\System32\WindowsPowerShell\v1.0";

        Assert.Equal(@"C:\Users\ada\AppData\Local\Microsoft\WindowsApps\pwsh.exe", BridgeProgram.Find(Packaged, false, HostScope.User, windows));
        Assert.Equal(Packaged + @"\pwsh.exe", BridgeProgram.Find(Packaged, false, HostScope.User, windows with { GetVariable = _ => null }));
        Assert.Equal(Desktop + @"\powershell.exe", BridgeProgram.Find(Desktop, true, HostScope.User, windows));
        Assert.Equal("pwsh", BridgeProgram.Find(Packaged, false, HostScope.Project, windows));
        Assert.Equal("powershell", BridgeProgram.Find(Desktop, true, HostScope.Project, windows));
    }
}
