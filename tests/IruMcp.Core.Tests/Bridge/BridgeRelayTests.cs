using System.Text.Json.Nodes;
using IruMcp.Bridge;

namespace IruMcp.Core.Tests.Bridge;

/// <summary>What the server says beside its answers, as the client hears it.</summary>
public sealed class BridgeRelayTests : IAsyncLifetime
{
    private const string Choices = """
        {"type":"object","properties":{"size":{"type":"string","oneOf":[{"const":"s","title":"Small"},{"const":"l","title":"Large"}],"default":"l"},
        "old":{"type":"string","enum":["a","b"],"enumNames":["A","B"]},"many":{"type":"array","items":{"anyOf":[{"const":"x","title":"X"}]}},"age":{"type":"integer","default":30}}}
        """;

    private readonly TalkingServer _server = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_question_of_the_server_reaches_the_person_as_the_servers_and_the_answer_the_server()
    {
        _server.Question = $$"""{"message":"Which one?","requestedSchema":{{Choices}}}""";
        await using var client = await OpenAsync(elicits: true);
        client.Answer = _ => JsonNode.Parse("""{"action":"accept","content":{"size":"s","old":"b","many":["x"],"age":7}}""")!.AsObject();

        var answer = JsonNode.Parse(await client.CallForTextAsync("ask"))!;

        var question = Assert.Single(client.Questions)["params"]!.AsObject();
        Assert.Matches("^The remote server 127.0.0.1 asks this, not IruMcp\\..* Which one\\?$", (string?)question["message"]);
        Assert.Null(question["mode"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Choices), question["requestedSchema"]), question.ToJsonString());
        Assert.Equal("accept", (string?)answer["action"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"size":"s","old":"b","many":["x"],"age":7}"""), answer["content"]), answer.ToJsonString());
    }

    [Theory]
    [InlineData("""{"action":"decline"}""", "decline")]
    [InlineData("""{"action":"cancel"}""", "cancel")]
    [InlineData("""{"oops":1}""", "cancel")]
    public async Task Another_answer_than_yes_reaches_the_server_too(string answer, string action)
    {
        await using var client = await OpenAsync(elicits: true);
        client.Answer = _ => JsonNode.Parse(answer)!.AsObject();

        Assert.Equal(action, (string?)JsonNode.Parse(await client.CallForTextAsync("ask"))!["action"]);
    }

    [Theory]
    [InlineData("What is your API key?", "name", "")]
    [InlineData("Please confirm", "adminPassword", "")]
    [InlineData("Please confirm", "code", "The one-time token of your app")]
    [InlineData("Type the p a s s w o r d", "name", "")]
    [InlineData("Type the pass\u200Bword", "name", "")]
    [InlineData("Type the pa\u202Essword", "name", "")]
    [InlineData("Type the \u0440assword", "name", "")]
    [InlineData("Type the \uFF50assword", "name", "")]
    [InlineData("Your PIN, please", "name", "")]
    [InlineData("Please confirm", "X-API-Key", "")]
    [InlineData("Please confirm", "na\u202Eme", "")]
    public async Task A_question_for_a_secret_or_with_hidden_fields_reaches_nobody(string message, string field, string description)
    {
        _server.Question = new JsonObject
        {
            ["message"] = message,
            ["requestedSchema"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { [field] = new JsonObject { ["type"] = "string", ["description"] = description } },
            },
        }.ToJsonString();
        await using var client = await OpenAsync(elicits: true);

        Assert.Equal("decline", (string?)JsonNode.Parse(await client.CallForTextAsync("ask"))!["action"]);
        Assert.Empty(client.Questions);
        Assert.Contains("A question of the remote server was refused", client.Log);
    }

    [Theory]
    [InlineData("Which monkey lives in Kenya? Pick a keyboard for the shipping label.")]
    [InlineData("Wer ist zust\u00E4ndig?")]
    public async Task A_plain_question_is_put(string message)
    {
        _server.Question = new JsonObject { ["message"] = message, ["requestedSchema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject() } }.ToJsonString();
        await using var client = await OpenAsync(elicits: true);
        client.Answer = static _ => new JsonObject { ["action"] = "decline" };

        await client.CallForTextAsync("ask");

        Assert.EndsWith(message, (string?)Assert.Single(client.Questions)["params"]!["message"]);
    }

    [Fact]
    public async Task What_would_steer_a_terminal_is_taken_from_a_question()
    {
        _server.Question = """{"message":"One\u001b[2J\u202etwo\nthree","requestedSchema":{"type":"object","properties":{"name":{"type":"string","title":"A\u200eB\u001b]0;x"}}}}""";
        await using var client = await OpenAsync(elicits: true);
        client.Answer = static _ => new JsonObject { ["action"] = "decline" };

        await client.CallForTextAsync("ask");

        var text = Assert.Single(client.Questions)["params"]!;
        foreach (var shown in new[] { (string)text["message"]!, (string)text["requestedSchema"]!["properties"]!["name"]!["title"]! })
            Assert.DoesNotContain(shown, letter => char.IsControl(letter) || letter is '\u202E' or '\u200E');
    }

    [Fact]
    public async Task A_flood_of_the_servers_requests_is_answered_at_a_bounded_rate()
    {
        _server.Flood = 3000;
        await using var client = await OpenAsync(elicits: false);

        Assert.Equal("said", await client.CallForTextAsync("talk"));

        Assert.InRange(_server.Answered, 0, 500);
    }

    [Fact]
    public async Task A_server_is_told_whether_there_is_anybody_to_ask()
    {
        await using (var mute = await OpenAsync(elicits: false))
            await mute.ListAsync();
        Assert.False(_server.Capabilities!.ContainsKey("elicitation"));

        await using (var client = await OpenAsync(elicits: true))
            await client.ListAsync();
        Assert.True(_server.Capabilities.ContainsKey("elicitation"));
    }

    [Fact]
    public async Task A_person_may_think_for_longer_than_a_request_may_take()
    {
        var limit = TimeSpan.FromSeconds(2);
        await using var client = await BridgeClient.OpenAsync(Options(limit), elicits: true);
        await client.ListAsync();
        var asked = new TaskCompletionSource();
        client.Answer = _ =>
        {
            asked.TrySetResult();
            return null;
        };

        var call = client.CallForTextAsync("ask");
        await asked.Task;
        await Task.Delay(limit * 1.5);
        await client.SendAsync(new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = client.Questions.Single()["id"]!.DeepClone(),
            ["result"] = new JsonObject { ["action"] = "decline" },
        }.ToJsonString());

        Assert.Equal("decline", (string?)JsonNode.Parse(await call)!["action"]);
    }

    [Fact]
    public async Task A_call_that_is_called_off_takes_the_servers_question_with_it()
    {
        await using var client = await OpenAsync(elicits: true);
        var asked = new TaskCompletionSource();
        client.Answer = _ =>
        {
            asked.TrySetResult();
            return null;
        };

        var (id, _) = client.BeginAsync("tools/call", new JsonObject { ["name"] = "ask" });
        await asked.Task;
        await client.SendAsync($$$"""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":{{{id}}}}}""");

        Assert.Equal((string?)client.Questions.Single()["id"], (string?)(await client.NextOtherAsync("notifications/cancelled"))["params"]!["requestId"]);
        client.Answer = _ => new JsonObject { ["action"] = "decline" };
        Assert.Contains("decline", await client.CallForTextAsync("ask"));
    }

    [Fact]
    public async Task Log_messages_come_before_the_answer_without_secrets()
    {
        _server.LogMessages = ["""{"level":"info","logger":"it","data":"first"}""", $$$"""{"level":"error","data":{"note":"with {{{TalkingServer.Key}}}","recovery_key":"ABCD-EFGH"}}"""];
        await using var client = await OpenAsync(elicits: false);

        Assert.Equal("said", await client.CallForTextAsync("talk"));
        Assert.Equal(2, client.OtherCount);

        Assert.Equal("""{"level":"info","logger":"it","data":"first"}""", (await client.NextOtherAsync("notifications/message"))["params"]!.ToJsonString());
        var second = (await client.NextOtherAsync("notifications/message"))["params"]!.ToJsonString();
        Assert.Contains("with", second);
        Assert.DoesNotContain("CANARY", second);
        Assert.DoesNotContain("EFGH", second);
    }

    [Fact]
    public async Task The_level_that_the_client_wants_holds_and_the_server_hears_of_it()
    {
        _server.LogMessages = ["""{"level":"info","data":"no"}""", """{"level":"error","data":"yes"}"""];
        await using var client = await OpenAsync(elicits: false);

        Assert.Empty((await client.RequestAsync("logging/setLevel", new JsonObject { ["level"] = "warning" }))["result"]!.AsObject());
        Assert.Equal(-32602, (int)(await client.RequestAsync("logging/setLevel", new JsonObject { ["level"] = "loud" }))["error"]!["code"]!);
        await client.CallAsync("talk");

        Assert.Equal("yes", (string?)(await client.NextOtherAsync("notifications/message"))["params"]!["data"]);
        Assert.Equal("warning", _server.Level);
    }

    private Task<BridgeClient> OpenAsync(bool elicits) => BridgeClient.OpenAsync(Options(TimeSpan.FromSeconds(30)), elicits);

    private BridgeOptions Options(TimeSpan timeout) => new() { ReadConfiguration = () => _server.Options with { Timeout = timeout } };
}
