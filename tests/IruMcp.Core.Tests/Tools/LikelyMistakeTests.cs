using IruMcp.Results;
using IruMcp.Tools;
using static IruMcp.Core.Tests.Tools.ArgumentBinderTests;

namespace IruMcp.Core.Tests.Tools;

/// <summary>What people type or pipe that a server would take without a word.</summary>
public sealed class LikelyMistakeTests
{
    private const string Id = "11111111-1111-4111-8111-111111111111";

    private static readonly ToolCatalogue Catalogue = ToolCatalogue.Build([.. Operation.Documented
        .Where(operation => operation.Id is "list-devices" or "get-device" or "update-device" or "list-blueprints" or "get-tags" or "list-users" or "request-category-export"
            or "prism-request-category-export")
        .Select(operation => NamingSchemes.Tool(operation, operation.Id, operation.Name))]);

    [Theory]
    [InlineData("list-devices", "blueprint_id", "Standard Mac", "Invoke-IruTool list-blueprints -name 'Standard Mac' shows its id.")]
    [InlineData("list-devices", "tag_id", "Bob's", "Invoke-IruTool get-tags -search 'Bob''s' shows its id.")]
    [InlineData("list-devices", "user_id", "Ann", "Invoke-IruTool list-users shows the ids.")]
    [InlineData("update-device", "blueprint_id", "Standard Mac", "Invoke-IruTool list-blueprints -name 'Standard Mac' shows its id.")]
    [InlineData("prism-request-category-export", "blueprint_ids", Id + ", Sales", "Invoke-IruTool list-blueprints -name 'Sales' shows its id.")]
    public void A_name_where_an_id_is_documented_is_refused_with_the_way_to_the_id(string tool, string argument, string value, string nextStep)
    {
        var failure = Fails("IruMcp.InvalidArgument", () => Bind(tool, tool == "update-device" ? [("device_id", Id), (argument, value)] : [(argument, value)]));
        Assert.Contains($"'{argument}' takes an id", failure.Message);
        Assert.Equal(nextStep, failure.NextStep);
    }

    [Theory]
    [InlineData("blueprint_id", Id)]
    [InlineData("blueprint_id", "7")]
    [InlineData("blueprint_id", "bp_01HX")]
    [InlineData("user_id", "1234")]
    [InlineData("user_name", "Ann")]
    public void An_id_of_another_form_and_a_name_where_one_belongs_are_sent(string argument, string value) => Bind("list-devices", (argument, value));

    [Fact]
    public void A_tool_that_is_not_known_takes_what_it_is_given_unless_its_schema_says_what_it_takes()
    {
        const string Schema = """{"properties":{"blueprint_id":{"type":"string"FORMAT}}}""";
        Call(Custom(Schema.Replace("FORMAT", ""), "find_widgets"));
        Assert.Equal(ToolText.CheckIdentifier, Fails("IruMcp.InvalidArgument", () => Call(Custom(Schema.Replace("FORMAT", ",\"format\":\"uuid\""), "find_widgets"))).NextStep);

        static void Call(IruTool tool)
        {
            Assert.Null(tool.Operation);
            ToolCall.Bind(tool, null, Values(("blueprint_id", "Standard Mac")), null, new PageRequest()).RefuseLikelyMistakes();
        }
    }

    [Fact]
    public void A_change_of_nothing_is_not_sent_and_says_what_can_be_changed()
    {
        var failure = Fails("IruMcp.MissingArgument", () => Bind("update-device", ("device_id", Id)));
        Assert.True(failure.IsOneArgumentEnough);
        Assert.Equal(["user", "asset_tag", "blueprint_id", "tags"], failure.MissingArguments);
        Bind("update-device", ("device_id", Id), ("asset_tag", "X"));
        Bind("get-device", ("device_id", Id));
    }

    [Theory]
    [InlineData("get-device")]
    [InlineData("list-devices")]
    public void Piped_blueprints_are_told_how_their_devices_are_listed(string tool)
    {
        var blueprint = new PipelineItem(Values(("id", Id), ("name", "x")), ["Iru.Blueprint"]);
        var failure = Fails("IruMcp.WrongInputType", () => ToolCall.Bind(Catalogue.Find(tool)!, blueprint, Values(), null, new PageRequest()));
        Assert.EndsWith("ForEach-Object { Invoke-IruTool list-devices -blueprint_id $_.id }", failure.NextStep);
    }

    private static void Bind(string tool, params (string Name, object? Value)[] arguments) =>
        ToolCall.Bind(Catalogue.Find(tool)!, null, Values(arguments), null, new PageRequest()).RefuseLikelyMistakes();
}
