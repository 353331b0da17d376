namespace IruMcp.Core.Tests.Connections;

/// <summary>Servers that bend the protocol.</summary>
public sealed class HostileServerTests
{
    [Fact]
    public async Task A_media_type_in_capitals_is_understood()
    {
        await using var server = new OddServer { MediaType = "Application/JSON; charset=UTF-8" };
        using var connection = await server.OpenAsync();
        Assert.Single(await connection.CallAsync("get-thing"));
    }

    [Fact]
    public async Task A_name_that_no_header_can_carry_is_called_all_the_same()
    {
        await using var server = new OddServer { MoreTools = """,{"name":"get-gerät"}""" };
        using var connection = await server.OpenAsync();
        Assert.Single(await connection.CallAsync("get-gerät"));
    }

    [Fact]
    public async Task The_servers_own_words_are_told_without_the_key()
    {
        await using var server = new OddServer { Call = _ => (400, $$"""{"detail":"no such thing for {{OddServer.Key}}"}""") };
        using var connection = await server.OpenAsync();
        var failure = await Assert.ThrowsAsync<IruException>(() => connection.CallAsync("get-thing"));
        Assert.Contains("no such thing", failure.Message);
        Assert.DoesNotContain("CANARY", failure.ToString());
    }

    [Fact]
    public async Task A_read_survives_a_session_lost_with_400()
    {
        await using var server = WithLostSession();
        using var connection = await server.OpenAsync();
        Assert.Single(await connection.CallAsync("get-thing"));
        Assert.Equal(2, server.Calls);
    }

    [Fact]
    public async Task A_write_on_a_session_lost_with_400_is_not_sent_again_but_the_next_one_works()
    {
        await using var server = WithLostSession();
        using var connection = await server.OpenAsync();
        Assert.Equal("IruMcp.SessionLost", (await Assert.ThrowsAsync<IruException>(() => connection.CallAsync("change-thing"))).Id);
        Assert.Equal(1, server.Calls);
        Assert.Single(await connection.CallAsync("change-thing"));
    }

    [Fact]
    public async Task A_tool_that_cannot_be_read_is_left_out()
    {
        await using var server = new OddServer { MoreTools = """,{"name":"get-a","name":"get-b"},{"name":"get-\ud800"},{"name":"get-ok","description":"\ud800"}""" };
        using var connection = await server.OpenAsync();
        Assert.Equal(["change-thing", "get-ok", "get-thing"], connection.Tools.Tools.Select(tool => tool.Name));
    }

    [Fact]
    public async Task A_schema_that_holds_itself_is_no_endless_loop()
    {
        await using var server = new OddServer
        {
            MoreTools = """,{"name":"get-tree","inputSchema":{"type":"object","properties":{"tree":{"type":"array","items":{"$ref":"#/properties/tree"}}}}}""",
        };
        using var connection = await server.OpenAsync();
        Assert.True(Assert.Single(connection.GetTool("get-tree").Parameters).IsArray);
    }

    [Fact]
    public async Task A_key_in_the_servers_name_is_masked()
    {
        await using var server = new OddServer { Name = OddServer.Key };
        using var connection = await server.OpenAsync();
        Assert.DoesNotContain("CANARY", connection.Server);
    }

    [Fact]
    public async Task An_unknown_version_of_the_protocol_is_said_to_be_one()
    {
        await using var server = new OddServer { Version = "2099-01-01" };
        var failure = await Assert.ThrowsAsync<IruException>(() => server.OpenAsync());
        Assert.Equal("IruMcp.ProtocolError", failure.Id);
        Assert.Contains("version", failure.Message);
    }

    [Fact]
    public async Task An_error_whose_body_never_ends_does_not_hold_up_opening()
    {
        await using var server = new OddServer { NeverEnds = true };
        var opening = server.OpenAsync(timeoutSeconds: 1);
        Assert.Same(opening, await Task.WhenAny(opening, Task.Delay(TimeSpan.FromSeconds(60))));
        await Assert.ThrowsAsync<IruException>(() => opening);
    }

    private static OddServer WithLostSession() => new()
    {
        Session = "s1",
        Call = number => number == 1 ? (400, """{"error":{"message":"No valid session ID provided"}}""") : (200, null),
    };
}
