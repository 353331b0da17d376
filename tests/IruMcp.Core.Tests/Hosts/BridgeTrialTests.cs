using IruMcp.Hosts;

namespace IruMcp.Core.Tests.Hosts;

public sealed class BridgeTrialTests
{
    [Theory]
    [InlineData("irumcp-trial: by name\r\n", "", "it ended with exit code 5 and no message")]
    [InlineData("irumcp-trial: by name\n", "\nFatal error. Internal CLR error. (0x80131506)\n", "Fatal error. Internal CLR error. (0x80131506)")]
    [InlineData("a banner\nirumcp-trial: by name\n", "Import-Module: no such file\nLine 1\n", "Import-Module: no such file")]
    [InlineData("irumcp-trial: by name\nOut of memory.\n", "", "Out of memory")]
    [InlineData("irumcp-trial: by name\nirumcp-trial: failed IruMcp.NoVault: No vault is registered.\n", "a warning", "IruMcp.NoVault: No vault is registered")]
    public void A_trial_that_fails_says_why_and_not_what_it_wrote_for_itself(string output, string errors, string reason)
    {
        var error = Assert.Throws<IruException>(() => BridgeTrial.Judge(HostSandbox.Bridge, 5, output, errors));

        Assert.Equal("IruMcp.BridgeNotPossible", error.Id);
        Assert.Contains($"failed: {reason}.", error.Message);
        Assert.DoesNotContain("irumcp-trial", error.Message);
    }

    [Fact]
    public void A_trial_that_read_the_configuration_succeeds_whatever_else_was_written()
    {
        var request = HostSandbox.Bridge with { ModulePath = "/m/IruMcp.psd1" };

        Assert.Null(BridgeTrial.Judge(request, 0, "irumcp-trial: by name\nirumcp-trial: read\n", "a warning").ModulePath);
        Assert.Equal("/m/IruMcp.psd1", BridgeTrial.Judge(request, 0, "irumcp-trial: read\n", "").ModulePath);
    }
}
