using System.Text.Json.Nodes;

namespace IruMcp.Core.Tests.Simulator;

public sealed class SimulatorStateTests(SharedSimulator shared) : IClassFixture<SharedSimulator>, IDisposable
{
    private readonly WireClient _client = WireClient.To(shared.Process, "mcp");

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task An_update_changes_what_is_given_and_nothing_else()
    {
        JsonNode before = await DeviceAsync("Mac", 1);
        string id = (string)before["device_id"]!;
        await _client.GetAsync("update-device", new JsonObject { ["device_id"] = id, ["asset_tag"] = "A-1 é", ["TAGS"] = new JsonArray() });
        JsonNode after = (await _client.GetAsync("get-device", Of(id)))!;
        Assert.Equal("A-1 é", (string?)after["asset_tag"]);
        Assert.Equal(before["tags"]!.ToJsonString(), after["tags"]!.ToJsonString());
        Assert.Equal(before["user"]!.ToJsonString(), after["user"]!.ToJsonString());

        await _client.GetAsync("update-device", new JsonObject { ["device_id"] = id, ["user"] = null, ["tags"] = new JsonArray("new tag") });
        after = (await _client.GetAsync("get-device", Of(id)))!;
        Assert.Equal("", (string?)after["user"]);
        Assert.Equal("[\"new tag\"]", after["tags"]!.ToJsonString());
    }

    [Fact]
    public async Task An_erased_device_is_gone()
    {
        string id = await IdAsync("Mac", 2);
        Assert.Null(await _client.GetAsync("erase-device", Of(id)));
        Assert.Equal(404, (await _client.FailAsync("get-device", Of(id))).Status);
        Assert.Equal(404, (await _client.FailAsync("erase-device", Of(id))).Status);
        Assert.False(await shared.Process.DeviceExistsAsync(id));
        JsonNode events = (await _client.GetAsync("get-audit-events", new JsonObject { ["limit"] = 5 }))!;
        Assert.Contains(events["results"]!.AsArray(), e => (string?)e!["action"] == "erase" && (string?)e["target_id"] == id);
    }

    [Fact]
    public async Task A_locked_Mac_tells_its_PIN_once_and_its_queue_tells_of_the_command()
    {
        string id = await IdAsync("Mac", 3);
        JsonNode answer = (await _client.GetAsync("lock-device", Of(id)))!;
        Assert.Matches("^[0-9]{6}$", (string)answer["PIN"]!);
        Assert.Equal((400, "\"This device is already locked.\""), await _client.FailAsync("lock-device", Of(id)));
        Assert.Equal((string)answer["PIN"]!, (string?)(await _client.GetAsync("get-unlock-pin", Of(id)))!["pin"]);

        Assert.Equal(1, await StatusOfNewestAsync(id));
        Assert.Equal(3, await StatusOfNewestAsync(id));
    }

    [Fact]
    public async Task Lost_mode_goes_on_and_off()
    {
        string id = await IdAsync("iPad", 1);
        Assert.Equal((400, "[\"Device is not in lost mode.\"]"), await _client.FailAsync("get-device-lost-mode-details", Of(id)));
        await _client.GetAsync("enable-lost-mode", new JsonObject { ["device_id"] = id, ["Message"] = "Call me", ["phonenumber"] = "ignored" });
        JsonNode mode = (await _client.GetAsync("get-device-lost-mode-details", Of(id)))!["lost_mode"]!;
        Assert.Equal("Call me", (string?)mode["lock_screen_message"]);
        Assert.Equal("", (string?)mode["lock_screen_phone_number"]);
        await _client.GetAsync("disable-lost-mode", Of(id));
        Assert.Equal(400, (await _client.FailAsync("disable-lost-mode", Of(id))).Status);
        Assert.Equal((400, "\"Command is not allowed for current device\""), await _client.FailAsync("enable-lost-mode", Of(await IdAsync("Mac", 4))));
    }

    [Fact]
    public async Task Notes_are_created_changed_and_deleted()
    {
        string id = await IdAsync("Mac", 5);
        JsonNode note = (await _client.GetAsync("create-device-note", new JsonObject { ["device_id"] = id, ["content"] = "one" }))!;
        JsonObject Note(string? content = null)
        {
            var arguments = new JsonObject { ["device_id"] = id, ["note_id"] = (string)note["note_id"]! };
            if (content is not null)
                arguments["content"] = content;
            return arguments;
        }
        await _client.GetAsync("update-device-note", Note("two"));
        Assert.Equal("two", (string?)(await _client.GetAsync("get-device-note", Note()))!["content"]);
        Assert.NotNull((await _client.GetAsync("delete-device-note", Note()))!["deleted_at"]);
        Assert.Empty((await _client.GetAsync("get-device-notes", Of(id)))!.AsArray());
    }

    [Fact]
    public async Task Deleting_a_blueprint_leaves_its_devices_unmanaged()
    {
        JsonNode created = (await _client.GetAsync("create-blueprint", new JsonObject { ["name"] = "Short-lived", ["enrollment_code"] = new JsonObject { ["is_active"] = true } }))!;
        string blueprint = (string)created["id"]!;
        string id = await IdAsync("Mac", 6);
        await _client.GetAsync("update-device", new JsonObject { ["device_id"] = id, ["blueprint_id"] = blueprint });
        Assert.Equal(1, (int)(await _client.GetAsync("get-blueprint", new JsonObject { ["blueprint_id"] = blueprint }))!["computers_count"]!);
        await _client.GetAsync("delete-blueprint", new JsonObject { ["blueprint_id"] = blueprint });
        JsonNode device = (await _client.GetAsync("get-device", Of(id)))!;
        Assert.Equal("", (string?)device["blueprint_id"]);
        Assert.False((bool)device["mdm_enabled"]!);
    }

    [Fact]
    public async Task A_user_with_devices_cannot_be_deleted()
    {
        JsonArray users = (await _client.GetAsync("get-users"))!["results"]!.AsArray();
        string busy = (string)users.First(u => (int)u!["device_count"]! > 0)!["id"]!;
        string idle = (string)users.First(u => (int)u!["device_count"]! == 0)!["id"]!;
        Assert.Equal((400, "{\"detail\":\"User still assigned to one or more devices.\"}"), await _client.FailAsync("delete-user", new JsonObject { ["user_id"] = busy }));
        await _client.GetAsync("delete-user", new JsonObject { ["user_id"] = idle });
        Assert.Equal(404, (await _client.FailAsync("get-user", new JsonObject { ["user_id"] = idle })).Status);
    }

    [Fact]
    public async Task A_deleted_library_item_answers_a_page_the_second_time()
    {
        JsonNode created = (await _client.GetAsync("create-custom-script", new JsonObject { ["name"] = "x", ["execution_frequency"] = "once", ["script"] = "exit 0\n" }))!;
        Assert.Equal("exit 0", (string?)created["script"]);
        var item = new JsonObject { ["library_item_id"] = (string)created["id"]! };
        await _client.GetAsync("delete-custom-script", (JsonObject)item.DeepClone());
        (int status, string body) = await _client.FailAsync("delete-custom-script", item);
        Assert.Equal(404, status);
        Assert.Contains("doctype html", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fleet_is_the_same_for_the_same_seed_and_another_for_another()
    {
        await using SimulatorProcess same = await SimulatorProcess.StartAsync("--seed", "7");
        await using SimulatorProcess again = await SimulatorProcess.StartAsync("--seed", "7");
        using WireClient first = WireClient.To(same, "raw");
        using WireClient second = WireClient.To(again, "raw");
        Assert.Equal((await first.CallAsync("get-devices")).Text, (await second.CallAsync("get-devices")).Text);
        Assert.NotEqual((await first.CallAsync("get-devices")).Text, (await _client.CallAsync("get-devices")).Text);
    }

    [Fact]
    public async Task A_hundred_thousand_devices_are_no_trouble()
    {
        await using SimulatorProcess simulator = await SimulatorProcess.StartAsync("--devices", "100000");
        using WireClient client = WireClient.To(simulator, "mcp");
        JsonArray last = (await client.GetAsync("get-devices", new JsonObject { ["offset"] = 99_999 }))!.AsArray();
        Assert.Single(last);
        Assert.Equal(100_000, (int)(await simulator.GetSummaryAsync())["devices"]!);
    }

    private static JsonObject Of(string id) => new() { ["device_id"] = id };

    private async Task<JsonNode> DeviceAsync(string platform, int number) =>
        (await _client.GetAsync("get-devices", new JsonObject { ["platform"] = platform, ["ordering"] = "serial_number", ["limit"] = 300 }))![number]!;

    private async Task<string> IdAsync(string platform, int number) => (string)(await DeviceAsync(platform, number))["device_id"]!;

    private async Task<int> StatusOfNewestAsync(string id) => (int)(await _client.GetAsync("get-device-commands", Of(id)))!["commands"]!["results"]![0]!["status"]!;
}
