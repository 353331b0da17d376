using IruMcp.Bridge;
using IruMcp.Core.Tests.Connections;

namespace IruMcp.Core.Tests.Bridge;

/// <summary>A bridge that cannot reach what it needs says so in each call, and works once it can.</summary>
public sealed class BridgeConnectionTests(SmallSimulator simulator) : IClassFixture<SmallSimulator>
{
    [Fact]
    public async Task A_vault_that_is_locked_at_first_is_an_error_of_the_calls_until_it_is_open()
    {
        var isLocked = true;
        var options = new BridgeOptions
        {
            ReadConfiguration = () => isLocked
                ? throw new IruException("IruMcp.VaultFailed", IruErrorCategory.ResourceUnavailable, "Get-Secret failed: locked.", "Unlock it.")
                : TestConnection.Options(simulator.Process),
        };
        await using var client = await BridgeClient.OpenAsync(options);

        Assert.Equal(["find-tools", "call-read-tool", "call-tool"], await client.ListNamesAsync());
        var refused = await client.CallAsync("get-tags");
        isLocked = false;
        var answered = await client.CallAsync("get-tags");

        Assert.True((bool)refused["isError"]!);
        Assert.Equal("Get-Secret failed: locked. Unlock it. [IruMcp.VaultFailed]", BridgeClient.TextOf(refused));
        Assert.Null(answered["isError"]);
        Assert.Equal("notifications/tools/list_changed", (string?)(await client.NextOtherAsync())["method"]);
        Assert.Contains("get-devices", await client.ListNamesAsync());
    }

    [Fact]
    public async Task A_key_that_is_refused_is_read_again_for_the_next_call()
    {
        var isRotated = false;
        var good = TestConnection.Options(simulator.Process);
        var options = new BridgeOptions { ReadConfiguration = () => isRotated ? good : good with { ApiKey = new Secret("sk_live:CANARY-old-key") } };
        await using var client = await BridgeClient.OpenAsync(options);

        var refused = await client.CallForTextAsync("get-tags");
        isRotated = true;
        var answered = await client.CallAsync("get-tags");

        Assert.EndsWith("[IruMcp.Unauthorized]", refused);
        Assert.Null(answered["isError"]);
        Assert.DoesNotContain("CANARY", refused + client.Log);
    }

    [Fact]
    public async Task A_key_that_is_revoked_meanwhile_is_read_again_too()
    {
        var reads = 0;
        var options = new BridgeOptions
        {
            ReadConfiguration = () =>
            {
                reads++;
                return TestConnection.Options(simulator.Process);
            },
        };
        await using var client = await BridgeClient.OpenAsync(options);
        Assert.Null((await client.CallAsync("get-tags"))["isError"]);
        await simulator.Process.SetFaultAsync("401", "get-tags");

        Assert.EndsWith("[IruMcp.Unauthorized]", await client.CallForTextAsync("get-tags"));
        Assert.Null((await client.CallAsync("get-tags"))["isError"]);
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task Without_a_network_each_call_says_so_and_the_first_one_after_works()
    {
        var good = TestConnection.Options(simulator.Process);
        var endpoint = new Uri("http://127.0.0.1:9/mcp");
        var options = new BridgeOptions { ReadConfiguration = () => good with { Endpoint = endpoint } };
        await using var client = await BridgeClient.OpenAsync(options);

        Assert.EndsWith("[IruMcp.ConnectionFailed]", await client.CallForTextAsync("get-tags"));
        endpoint = good.Endpoint;
        Assert.Null((await client.CallAsync("get-tags"))["isError"]);
    }
}
