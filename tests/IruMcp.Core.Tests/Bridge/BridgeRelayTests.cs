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
    public async Task A_question_of_the_server_reaches_the_person_as_it_is_and_the_answer_the_server()
    {
        _server.Question = $$"""{"message":"Which one?","requestedSchema":{{Choices}}}""";
        await using var client = await OpenAsync(elicits: true);
        client.Answer = _ => JsonNode.Parse("""{"action":"accept","content":{"size":"s","old":"b","many":["x"],"age":7}}""")!.AsObject();

        var answer = JsonNode.Parse(await client.CallForTextAsync("ask"))!;

        var question = Assert.Single(client.Questions)["params"]!.AsObject();
        Assert.Equal("Which one?", (string?)question["message"]);
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
