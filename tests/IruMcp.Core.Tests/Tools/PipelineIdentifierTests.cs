using IruMcp.Tools;
using static IruMcp.Core.Tests.Tools.ArgumentBinderTests;

namespace IruMcp.Core.Tests.Tools;

public sealed class PipelineIdentifierTests
{
    private const string DeviceId = "11111111-1111-4111-8111-111111111111";
    private const string BlueprintId = "22222222-2222-4222-8222-222222222222";
    private const string UserId = "33333333-3333-4333-8333-333333333333";

    private static readonly PipelineItem Device = Item(["Iru.Device"],
        ("device_id", DeviceId), ("device_name", "MAC-001"), ("blueprint_id", BlueprintId), ("asset_tag", "old"), ("user_id", UserId), ("tags", new object[] { "lab" }));

    [Fact]
    public void A_device_fills_the_identifier_and_nothing_else()
    {
        var bound = ArgumentBinder.Bind(Tool("update-device"), Device, Values(("asset_tag", "X")), null);
        Assert.Equal($$"""{"asset_tag":"X","device_id":"{{DeviceId}}"}""", Json(bound));
        Assert.Equal(DeviceId, bound.IdentifierText);
        Assert.Equal($$"""{"device_id":"{{DeviceId}}"}""", Bind("erase-device", Device));
    }

    [Fact]
    public void Texts_guids_and_selected_or_deserialized_objects_work_too()
    {
        var expected = $$"""{"device_id":"{{DeviceId}}"}""";
        Assert.Equal(expected, Bind("erase-device", new PipelineItem(DeviceId, ["System.String", "System.Object"])));
        Assert.Equal(expected, Bind("erase-device", new PipelineItem(Guid.Parse(DeviceId), ["System.Guid"])));
        foreach (var type in new[] { "Deserialized.Iru.Device", "Selected.Iru.Device", "CSV:Iru.Device" })
            Assert.Equal(expected, Bind("erase-device", Item([type, "System.Object"], ("device_id", DeviceId))));
        foreach (var type in new[] { "System.Management.Automation.PSCustomObject", "System.Collections.Hashtable" })
            Assert.Equal(expected, Bind("erase-device", Item([type, "System.Object"], ("Device_ID", DeviceId), ("blueprint_id", BlueprintId))));
    }

    [Theory]
    [InlineData("Iru.Blueprint", "get-blueprint", "blueprint_id")]
    [InlineData("Iru.Blueprint", "delete-blueprint", "blueprint_id")]
    [InlineData("Iru.User", "delete-user", "user_id")]
    [InlineData("Iru.Tag", "delete-tag", "tag_id")]
    [InlineData("Iru.AdeIntegration", "delete-ade-integration", "ade_token_id")]
    [InlineData("Iru.CustomScript", "delete-custom-script", "library_item_id")]
    [InlineData("Iru.CustomApp", "get-library-item-statuses", "library_item_id")]
    public void An_objects_own_id_is_the_id_of_its_kind(string type, string operation, string parameter) =>
        Assert.Equal($$"""{"{{parameter}}":"{{UserId}}"}""", Bind(operation, Item([type], ("id", UserId), ("name", "x"))));

    [Theory]
    [InlineData("delete-blueprint")]
    [InlineData("delete-user")]
    [InlineData("delete-tag")]
    [InlineData("delete-custom-app")]
    public void A_device_never_chooses_what_else_to_delete(string operation) =>
        Fails("IruMcp.WrongInputType", () => Bind(operation, Device));

    [Theory]
    [InlineData("Iru.Prism.Filevault", "erase-device")]
    [InlineData("Iru.Detection", "lock-device")]
    [InlineData("Iru.Object", "delete-device")]
    [InlineData("Iru.CustomApp", "delete-custom-script")]
    [InlineData("Iru.User", "get-blueprint")]
    public void Objects_of_another_kind_are_refused(string type, string operation) =>
        Fails("IruMcp.WrongInputType", () => Bind(operation, Item([type], ("id", UserId), ("device_id", DeviceId), ("library_item_id", UserId))));

    [Fact]
    public void Related_objects_may_be_read_by_their_like_named_property() =>
        Assert.Equal($$"""{"device_id":"{{DeviceId}}"}""", Bind("get-device", Item(["Iru.Prism.Filevault"], ("device_id", DeviceId))));

    [Fact]
    public void With_several_identifiers_the_others_come_from_parameters()
    {
        var tool = Tool("delete-device-note");
        var note = Item(["Iru.Note"], ("note_id", UserId));
        var expected = $$"""{"device_id":"{{DeviceId}}","note_id":"{{UserId}}"}""";
        Assert.Equal(expected, Json(ArgumentBinder.Bind(tool, note, Values(("device_id", DeviceId)), null)));
        Assert.Equal(expected, Json(ArgumentBinder.Bind(tool, new PipelineItem(UserId, []), Values(("device_id", DeviceId)), null)));
        Assert.Contains("'device_id'", Fails("IruMcp.MissingArgument", () => ArgumentBinder.Bind(tool, note, Values(), null)).Message, StringComparison.Ordinal);
        Fails("IruMcp.MissingArgument", () => ArgumentBinder.Bind(tool, new PipelineItem(UserId, []), Values(), null));
    }

    [Fact]
    public void An_identifier_given_in_both_ways_is_an_error() =>
        Fails("IruMcp.ArgumentGivenTwice", () => ArgumentBinder.Bind(Tool("erase-device"), Device, Values(("device_id", UserId)), null));

    [Fact]
    public void Empty_identifiers_and_unusable_objects_are_errors()
    {
        Fails("IruMcp.MissingArgument", () => Bind("erase-device", Item(["Iru.Device"], ("device_id", ""))));
        Fails("IruMcp.MissingArgument", () => Bind("erase-device", Item(["Iru.Device"], ("device_id", null))));
        Fails("IruMcp.MissingArgument", () => Bind("erase-device", new PipelineItem("", ["System.String"])));
        Fails("IruMcp.MissingArgument", () => Bind("erase-device", new PipelineItem(null, [])));
        Fails("IruMcp.MissingArgument", () => Bind("erase-device", Item(["System.Management.Automation.PSCustomObject"], ("id", DeviceId))));
        Fails("IruMcp.WrongInputType", () => Bind("erase-device", new PipelineItem(true, ["System.Boolean"])));
        Fails("IruMcp.WrongInputType", () => Bind("list-devices", Device));
    }

    [Fact]
    public void A_tool_that_names_the_identifier_otherwise_still_gets_the_right_one()
    {
        var operation = OperationTable.Operations.Single(item => item.Id == "erase-device");
        var tool = Assert.Single(ToolCatalogue.Build([new ListedTool("eraseDevice", null, "Erases a device.",
            """{"required":["id"],"properties":{"id":{"type":"string"},"PIN":{"type":"string"}}}""", null, null)]).Tools);
        Assert.Equal(operation, tool.Operation);
        Assert.Equal($$"""{"id":"{{DeviceId}}"}""", Json(ArgumentBinder.Bind(tool, Device, Values(), null)));
        Fails("IruMcp.WrongInputType", () => ArgumentBinder.Bind(tool, Item(["Iru.Blueprint"], ("id", BlueprintId)), Values(), null));
    }

    [Fact]
    public void Unknown_tools_take_their_required_ids_or_their_only_required_text()
    {
        var byId = Custom("""{"required":["widget_id","text"],"properties":{"widget_id":{"type":"string"},"text":{"type":"string"}}}""");
        Assert.Equal("""{"text":"t","widget_id":"7"}""", Json(ArgumentBinder.Bind(byId, new PipelineItem(7L, []), Values(("text", "t")), null)));
        var echo = Custom("""{"required":["message"],"properties":{"message":{"type":"string"}}}""", "echo");
        Assert.Equal("""{"message":"what/is this?"}""", Json(ArgumentBinder.Bind(echo, new PipelineItem("what/is this?", []), Values(), null)));
        var delete = Custom("""{"required":["blueprint_id"],"properties":{"blueprint_id":{"type":"string"}}}""", "zap_delete_thing");
        Assert.Null(delete.Operation);
        Fails("IruMcp.WrongInputType", () => ArgumentBinder.Bind(delete, Device, Values(), null));
        Assert.Equal($$"""{"blueprint_id":"{{BlueprintId}}"}""",
            Json(ArgumentBinder.Bind(delete, Item(["Iru.Blueprint"], ("id", BlueprintId)), Values(), null)));
    }

    private static string Bind(string operation, PipelineItem item) => Json(ArgumentBinder.Bind(Tool(operation), item, Values(), null));

    private static PipelineItem Item(string[] types, params (string Name, object? Value)[] members) => new(Values(members), types);
}
