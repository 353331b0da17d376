using System.Text.Json.Nodes;
using IruMcp.Core.Tests.Connections;
using IruMcp.Core.Tests.Governance;
using IruMcp.Governance;

namespace IruMcp.Core.Tests.Bridge;

/// <summary>Who may do what through the bridge, and what is on record of it.</summary>
public sealed class BridgeSafetyTests(SmallSimulator simulator) : IClassFixture<SmallSimulator>, IDisposable
{
    private static int _devicesTaken;

    private readonly AuditFolder _audit = new();
    private readonly string _policyFolder = Directory.CreateTempSubdirectory("irumcp-").FullName;

    public void Dispose()
    {
        _audit.Dispose();
        Directory.Delete(_policyFolder, recursive: true);
    }

    [Theory]
    [InlineData("""{"action":"accept","content":{"confirm":true}}""", true)]
    [InlineData("""{"action":"accept","content":{"confirm":false}}""", false)]
    [InlineData("""{"action":"accept","content":{"confirm":"true"}}""", false)]
    [InlineData("""{"action":"accept","content":{"confirm":1}}""", false)]
    [InlineData("""{"action":"accept","content":{"confirm":[true]}}""", false)]
    [InlineData("""{"action":"ACCEPT","content":{"confirm":true}}""", false)]
    [InlineData("""{"action":"decline"}""", false)]
    [InlineData("""{"action":"cancel"}""", false)]
    [InlineData("""{}""", false)]
    public async Task A_destructive_call_is_asked_about_once_and_the_answer_obeyed(string answer, bool isYes)
    {
        await using var client = await OpenAsync(elicits: true);
        client.Answer = _ => JsonNode.Parse(answer)!.AsObject();
        var device = await AnyDeviceAsync(client);
        var before = (await simulator.Process.GetCallsAsync("lock-device")).Count;

        var result = await client.CallAsync("lock-device", new { device_id = device.Id });

        var question = Assert.Single(client.Questions)["params"]!;
        Assert.Contains(device.Name.Replace("'", "''"), (string)question["message"]!);
        Assert.Contains("lock-device", (string)question["message"]!);
        Assert.False((bool)question["requestedSchema"]!["properties"]!["confirm"]!["default"]!);
        Assert.Equal(isYes, result["isError"] is null);
        Assert.Equal(isYes ? 1 : 0, (await simulator.Process.GetCallsAsync("lock-device")).Count - before);
        var record = Assert.Single(_audit.Entries());
        Assert.Equal(("lock-device", "Bridge", isYes ? "Allowed" : "Refused"), (record.Tool, record.Channel, record.Decision));
        Assert.Equal(isYes ? "asked through tests 1.0" : "IruMcp.Declined", isYes ? record.By : record.ErrorId);
    }

    [Fact]
    public async Task A_client_that_cannot_ask_is_refused_with_the_reason_and_the_way_out()
    {
        await using var client = await OpenAsync();
        var device = await AnyDeviceAsync(client);

        var text = await client.CallForTextAsync("erase-device", new { device_id = device.Id });

        Assert.Contains("cannot ask its user", text);
        Assert.Contains("Set-IruMcpPolicy -Tool erase-device -Channel Bridge -Action Allow", text);
        Assert.Empty(await simulator.Process.GetCallsAsync("erase-device"));
        Assert.Equal("IruMcp.CannotConfirm", Assert.Single(_audit.Entries()).ErrorId);
    }

    [Theory]
    [InlineData("""{"action":"accept"}""")]
    [InlineData("""{"action":"accept","content":null}""")]
    [InlineData("""{"action":"accept","content":{}}""")]
    [InlineData("""{"action":"accept","content":[true]}""")]
    [InlineData("""{"action":"accept","content":"confirm"}""")]
    [InlineData("""{"action":"accept","content":{"CONFIRM":true}}""")]
    [InlineData("""{"action":"accept","confirm":true}""")]
    public async Task An_accept_without_the_tick_erases_nothing_and_names_another_way(string answer)
    {
        await using var client = await OpenAsync(elicits: true);
        client.Answer = _ => JsonNode.Parse(answer)!.AsObject();
        var device = await AnyDeviceAsync(client);

        var text = await client.CallForTextAsync("erase-device", new { device_id = device.Id });

        Assert.Contains("cannot show a form", text);
        Assert.Contains("Invoke-IruTool erase-device", text);
        Assert.EndsWith("[IruMcp.CannotConfirm]", text);
        Assert.True(await simulator.Process.DeviceExistsAsync(device.Id));
        Assert.Equal("IruMcp.CannotConfirm", Assert.Single(_audit.Entries()).ErrorId);
    }

    [Theory]
    [InlineData("""{"action":"accept"}""")]
    [InlineData("""{"action":"accept","content":null}""")]
    public async Task An_accept_is_enough_where_no_field_is_asked_for(string answer)
    {
        await using var client = await OpenAsync(elicits: true);
        client.Answer = _ => JsonNode.Parse(answer)!.AsObject();
        var device = await AnyDeviceAsync(client);

        Assert.Null((await client.CallAsync("renew-mdm-profile", new { device_id = device.Id }))["isError"]);
    }

    [Fact]
    public async Task What_a_call_is_about_cannot_pass_for_a_part_of_the_question()
    {
        await using var client = await OpenAsync(elicits: true);
        client.Answer = static _ => new JsonObject { ["action"] = "decline" };

        await client.CallForTextAsync("create-tag", new { name = "x' on 'nothing" });

        Assert.Contains("'create-tag' on 'name=x'' on ''nothing'", (string)Assert.Single(client.Questions)["params"]!["message"]!);
    }

    [Fact]
    public async Task A_client_that_takes_addresses_only_cannot_ask_either()
    {
        await using var client = BridgeClient.Start(Options);
        await client.InitializeAsync("""{"elicitation":{"url":{}}}""", version: "2025-11-25");

        Assert.EndsWith("[IruMcp.CannotConfirm]", await client.CallForTextAsync("create-tag", new { name = "no" }));
    }

    [Fact]
    public async Task A_rule_that_names_the_bridge_lets_a_call_through_unasked_and_one_that_does_not_does_not()
    {
        WritePolicy("""{"rules":[{"tool":"restart-*","action":"Allow","channel":"Bridge"},{"tool":"lock-*","action":"Allow"}]}""");
        await using var client = await OpenAsync();
        var device = await AnyDeviceAsync(client);

        var restarted = await client.CallAsync("restart-device", new { device_id = device.Id });
        var locked = await client.CallForTextAsync("lock-device", new { device_id = device.Id });

        Assert.Null(restarted["isError"]);
        Assert.EndsWith("[IruMcp.CannotConfirm]", locked);
        Assert.Single(await simulator.Process.GetCallsAsync("restart-device"));
        Assert.Equal(["Allowed", "Refused"], _audit.Entries().Select(entry => entry.Decision));
    }

    [Fact]
    public async Task A_change_that_destroys_nothing_is_asked_about_without_a_box_to_tick()
    {
        await using var client = await OpenAsync(elicits: true);
        client.Answer = static _ => new JsonObject { ["action"] = "accept", ["content"] = new JsonObject() };

        Assert.Null((await client.CallAsync("create-tag", new { name = "from a bridge" }))["isError"]);
        Assert.Empty(Assert.Single(client.Questions)["params"]!["requestedSchema"]!["properties"]!.AsObject());
    }

    [Fact]
    public async Task A_recovery_key_is_refused_unless_a_rule_names_the_bridge_and_both_are_on_record()
    {
        await using var client = await OpenAsync(elicits: true);
        var device = await AnyDeviceAsync(client);

        var refused = await client.CallForTextAsync("get-filevault-recovery-key", new { device_id = device.Id });
        WritePolicy("""{"rules":[{"operation":"get-filevault-recovery-key","action":"Allow","channel":"Bridge"}]}""");
        var given = await client.CallForTextAsync("get-filevault-recovery-key", new { device_id = device.Id });

        Assert.EndsWith("[IruMcp.PolicyDenied]", refused);
        Assert.Empty(client.Questions);
        Assert.Matches("\"key\":\"[A-Z0-9]{4}-", given);
        Assert.DoesNotMatch("[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", client.Log);
        Assert.Equal([("Refused", "IruMcp.PolicyDenied"), ("Allowed", null)], _audit.Entries().Select(entry => (entry.Decision, entry.ErrorId)));
    }

    [Fact]
    public async Task A_rule_that_denies_holds_against_a_person_too()
    {
        WritePolicy("""{"rules":[{"tool":"*","risk":"Destructive","action":"Deny","reason":"Ask the service desk."}]}""");
        await using var client = await OpenAsync(elicits: true);
        var device = await AnyDeviceAsync(client);

        var text = await client.CallForTextAsync("delete-device", new { device_id = device.Id });

        Assert.Contains("Ask the service desk.", text);
        Assert.Empty(client.Questions);
        Assert.True(await simulator.Process.DeviceExistsAsync(device.Id));
    }

    [Fact]
    public async Task A_call_that_is_called_off_while_the_question_is_open_is_not_sent()
    {
        await using var client = await OpenAsync(elicits: true);
        var device = await AnyDeviceAsync(client);
        var asked = new TaskCompletionSource();
        client.Answer = _ =>
        {
            asked.SetResult();
            return null;
        };

        var (id, _) = client.BeginAsync("tools/call", new JsonObject { ["name"] = "erase-device", ["arguments"] = new JsonObject { ["device_id"] = device.Id } });
        await asked.Task;
        await client.SendAsync($$$"""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":{{{id}}}}}""");

        Assert.Equal("notifications/cancelled", (string?)(await client.NextOtherAsync())["method"]);
        await client.RequestAsync("ping");
        Assert.True(await simulator.Process.DeviceExistsAsync(device.Id));
    }

    [Fact]
    public async Task A_question_that_is_open_when_the_client_goes_ends_the_bridge_and_sends_nothing()
    {
        await using var client = await OpenAsync(elicits: true);
        var device = await AnyDeviceAsync(client);
        var asked = new TaskCompletionSource();
        client.Answer = _ =>
        {
            asked.SetResult();
            return null;
        };

        _ = client.BeginAsync("tools/call", new JsonObject { ["name"] = "erase-device", ["arguments"] = new JsonObject { ["device_id"] = device.Id } });
        await asked.Task;
        client.CloseInput();
        await client.Ended;

        Assert.True(await simulator.Process.DeviceExistsAsync(device.Id));
        Assert.Equal("Refused", Assert.Single(_audit.Entries()).Decision);
        Assert.DoesNotContain("Exception", client.Log);
        Assert.DoesNotContain("   at ", client.Log);
    }

    [Fact]
    public async Task A_call_of_an_excluded_tool_is_on_record_with_what_it_was_about()
    {
        await using var client = await BridgeClient.OpenAsync(Options with { Exclude = ["erase-*"] });
        var device = await AnyDeviceAsync(client);

        Assert.EndsWith("[IruMcp.ToolExcluded]", await client.CallForTextAsync("erase-device", new { device_id = device.Id }));
        Assert.EndsWith("[IruMcp.ToolExcluded]", await client.CallForTextAsync("erase-device", new { nonsense = 1 }));

        Assert.Equal([$"device_id={device.Id}", ""], _audit.Entries().Select(entry => entry.Target));
    }

    private Task<BridgeClient> OpenAsync(bool elicits = false) => BridgeClient.OpenAsync(Options, elicits);

    private IruMcp.Bridge.BridgeOptions Options => BridgeClient.Options(simulator.Process, audit: _audit.Settings(), policy: new PolicyPlaces
    {
        UserFile = Path.Combine(_policyFolder, "policy.json"),
        MachineFile = Path.Combine(_policyFolder, "machine", "policy.json"),
    });

    private void WritePolicy(string json) => File.WriteAllText(Path.Combine(_policyFolder, "policy.json"), json);

    /// <summary>Another one each time: a device that is locked already cannot be locked again.</summary>
    private static async Task<(string Id, string Name)> AnyDeviceAsync(BridgeClient client)
    {
        var answer = JsonNode.Parse(await client.CallForTextAsync("get-devices", new { platform = "Mac", limit = 20 }))!["result"]!.AsArray();
        var device = answer[Interlocked.Increment(ref _devicesTaken) % answer.Count]!;
        return ((string)device["device_id"]!, (string)device["device_name"]!);
    }
}
