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

    [Theory]
    [InlineData("IruMcp\\Start-IruMcpBridge -Name iru", null)]
    [InlineData("Import-Module IruMcp; Start-IruMcpBridge", null)]
    [InlineData("Import-Module 'C:\\it''s mine\\IruMcp.psd1'; Start-IruMcpBridge", @"C:\it's mine\IruMcp.psd1")]
    [InlineData("Import-Module C:\\m\\IruMcp.psd1; Start-IruMcpBridge", @"C:\m\IruMcp.psd1")]
    [InlineData("Import-Module C:\\m\\Other.psd1", null)]
    public void The_modules_path_is_read_back(string command, string? path) => Assert.Equal(path, BridgeCommand.ModuleOf(["-Command", command]));
}
