using IruMcp.Commands;
using IruMcp.Connections;
using IruMcp.Devices;
using IruMcp.Results;
using IruMcp.Tools;

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

    [Theory]
    [InlineData("%s")]
    [InlineData("see %s, as agreed")]
    [InlineData("sk_live:%s")]
    [InlineData("sk_live%%3A%s")]
    [InlineData("sk_live%%3a%s")]
    public async Task The_key_and_the_profile_are_masked_in_results(string form)
    {
        const string Profile = "7f1d0c3a-CANARY-4a3e-8d4e-1f2a3b4c5d6e";
        foreach (var secret in new[] { OddServer.Key.Substring("sk_live:".Length), Profile, Uri.HexEscape('C') + OddServer.Key.Substring("sk_live:C".Length) })
        {
            await using var server = new OddServer();
            var text = form.Replace("%%", "%").Replace("%s", secret);
            server.Result = System.Text.Json.JsonSerializer.Serialize(new { content = new[] { new { type = "text", text = System.Text.Json.JsonSerializer.Serialize(new { note = text }) } } });
            using var connection = await IruConnection.OpenAsync(server.Options with { Profile = new Secret(Profile) }, new RecordingLog(), CancellationToken.None);
            foreach (var page in new[] { new PageRequest(), new PageRequest { IsRaw = true } })
            {
                var item = Assert.Single(await connection.CallAsync("get-thing", page: page));
                var shown = item is DataObject data ? data["note"] : item;
                Assert.DoesNotContain("ANARY", shown as string ?? "");
                Assert.Contains("****", shown!.ToString());
            }
        }
    }

    [Theory]
    [InlineData("\u0301\u0316")]
    [InlineData("password")]
    [InlineData("\U0001F600")]
    public async Task Very_long_texts_of_a_tool_hold_nobody_up(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 20_000 / unit.Length));
        var tools = Enumerable.Range(0, 205).Select(number => new ListedTool(
            $"list_{number}_{text}", text, text, System.Text.Json.JsonSerializer.Serialize(new { properties = new Dictionary<string, object> { [text] = new { description = text } } }), null, null)).ToList();
        // What grows with the square of the length takes an hour for this.
        var catalogue = await Task.Run(() => ToolCatalogue.Build(tools)).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(205, catalogue.Tools.Count);
        await Task.Run(() => ScriptText.CommentLine(text)).WaitAsync(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_tool_that_cannot_be_used_is_named()
    {
        await using var server = new OddServer
        {
            MoreTools = ",{\"name\":\"get-\u202Ethgil\"},{\"description\":\"Lists all things\"},{\"name\":\"get-" + OddServer.Key + "\"}",
        };
        var log = new RecordingLog();
        using var connection = await IruConnection.OpenAsync(server.Options, log, CancellationToken.None);
        var warnings = log.Messages.Where(message => message.StartsWith("warning", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, warnings.Count);
        Assert.Contains("Tool 3 of the server's list was left out: its name 'get-\\u202Ethgil'", warnings[0]);
        Assert.Contains("Lists all things", warnings[1]);
        Assert.Contains("the key", warnings[2]);
        Assert.DoesNotContain("CANARY", string.Concat(log.Messages));
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

    [Theory]
    [InlineData(-32001, true)]
    [InlineData(-32603, true)]
    [InlineData(1, true)]
    [InlineData(-32700, false)]
    [InlineData(-32600, false)]
    [InlineData(-32601, false)]
    [InlineData(-32602, false)]
    public async Task A_write_is_in_doubt_after_a_protocol_error_unless_it_says_that_the_request_was_not_taken(int code, bool isInDoubt)
    {
        await using var server = new OddServer
        {
            Call = _ => (200, $$$"""{"jsonrpc":"2.0","id":{id},"error":{"code":{{{code}}},"message":"Request timed out"}}"""),
        };
        using var connection = await server.OpenAsync();
        var failure = await Assert.ThrowsAsync<IruException>(() => connection.CallAsync("change-thing"));
        Assert.Equal(isInDoubt, failure.IsAmbiguous);
        Assert.NotNull(failure.NextStep);
        Assert.Equal(1, server.Calls);
    }

    [Fact]
    public async Task A_tool_whose_name_is_not_what_is_seen_or_bears_the_key_is_left_out_and_words_about_tools_are_cleaned()
    {
        await using var server = new OddServer
        {
            MoreTools = (""",{"name":"get-\u001b[2Jx"},{"name":"get-\u202ex"},{"name":"get-KEY"},{"name":"get-ok","description":"a\u001b]0;x\u0007b KEY","""
                + """ "inputSchema":{"type":"object","properties":{"a":{"type":"string","description":"\u001b[31mred KEY"}}}}""").Replace("KEY", OddServer.Key),
        };
        using var connection = await server.OpenAsync();
        Assert.Equal(["change-thing", "get-ok", "get-thing"], connection.Tools.Tools.Select(tool => tool.Name));
        var tool = connection.GetTool("get-ok");
        foreach (var words in new[] { tool.Description, tool.InputSchema, tool.Parameters[0].Description! })
        {
            Assert.DoesNotContain('\u001b', words);
            Assert.DoesNotContain("CANARY", words);
        }
    }

    [Fact]
    public async Task A_queue_of_commands_without_end_is_waited_for_no_longer_than_was_said()
    {
        const string Commands = """,{"name":"get-device-commands","inputSchema":{"type":"object","properties":{"device_id":{"type":"string"},"limit":{"type":"integer"},"offset":{"type":"integer"}},"required":["device_id"]}}""";
        await using var server = new OddServer { MoreTools = Commands };
        server.Call = number => (200, Page(number));
        using var connection = await server.OpenAsync();
        var watch = new DeviceCommandWatch(connection, new RecordingLog());
        watch.Follow("d1", null, null);
        var failures = new List<string>();
        await watch.RunAsync(TimeSpan.FromSeconds(0.1), _ => Task.CompletedTask, (failure, _) => { failures.Add(failure.Id); return Task.CompletedTask; }, (_, _) => { }, CancellationToken.None);
        Assert.Equal(["IruMcp.WaitTimeout"], failures);
        Assert.True(server.Calls > 5, $"{server.Calls} pages");

        static string Page(int number)
        {
            var rows = string.Join(",", Enumerable.Range(0, 300).Select(row => $$"""{"uuid":"{{number}}-{{row}}","command_type":"X","status":1}"""));
            return $$$"""{"jsonrpc":"2.0","id":{id},"result":{"structuredContent":{"commands":{"count":1000000000,"next":"https://x/?offset={{{number * 300}}}","results":[{{{rows}}}]} } } }""";
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("""{"task":{"taskId":"1"}}""")]
    public async Task A_result_that_is_no_answer_of_a_tool_is_no_success(string result)
    {
        await using var server = new OddServer { Result = result };
        using var connection = await server.OpenAsync();
        var failure = await Assert.ThrowsAsync<IruException>(() => connection.CallAsync("change-thing"));
        Assert.Equal(("IruMcp.IncompleteAnswer", true), (failure.Id, failure.IsAmbiguous));
        Assert.Equal(1, server.Calls);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task An_answer_without_end_is_given_up(string type)
    {
        await using var server = new OddServer { Endless = type };
        using var connection = await server.OpenAsync(timeoutSeconds: 60);
        var failure = await Assert.ThrowsAsync<IruException>(() => connection.CallAsync("change-thing"));
        Assert.Equal(("IruMcp.AnswerTooLong", true), (failure.Id, failure.IsAmbiguous));
        Assert.Equal("IruMcp.AnswerTooLong", (await Assert.ThrowsAsync<IruException>(() => connection.CallAsync("get-thing"))).Id);
        Assert.Equal(2, server.Calls);
    }

    [Theory]
    [InlineData(302, true)]
    [InlineData(303, true)]
    [InlineData(301, false)]
    [InlineData(307, false)]
    [InlineData(308, false)]
    public async Task A_write_that_is_answered_with_a_way_to_its_result_is_in_doubt(int status, bool isInDoubt)
    {
        await using var server = new OddServer { Call = _ => (status, "") };
        using var connection = await server.OpenAsync();
        var failure = await Assert.ThrowsAsync<IruException>(() => connection.CallAsync("change-thing"));
        Assert.Equal(("IruMcp.Redirected", isInDoubt), (failure.Id, failure.IsAmbiguous));
        Assert.False((await Assert.ThrowsAsync<IruException>(() => connection.CallAsync("get-thing"))).IsAmbiguous);
        Assert.Equal(2, server.Calls);
    }

    [Fact]
    public async Task A_session_id_that_no_header_can_carry_is_said_to_be_one()
    {
        await using var server = new OddServer { Session = "sitzungß" };
        var failure = await Assert.ThrowsAsync<IruException>(() => server.OpenAsync());
        Assert.Equal("IruMcp.ProtocolError", failure.Id);
        Assert.Contains("session id", failure.Message);
    }

    private static OddServer WithLostSession() => new()
    {
        Session = "s1",
        Call = number => number == 1 ? (400, """{"error":{"message":"No valid session ID provided"}}""") : (200, null),
    };
}
