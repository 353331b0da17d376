using System.Collections;
using System.Numerics;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Tools;

public sealed class ArgumentBinderTests
{
    private const string Id = "11111111-1111-4111-8111-111111111111";

    private static readonly IruTool Update = Tool("update-device");

    private enum Platform
    {
        mac,
    }

    [Fact]
    public void Values_are_sent_as_the_schema_has_them()
    {
        var tool = Custom("""
            {"properties":{"i":{"type":"integer"},"n":{"type":"number"},"b":{"type":"boolean"},"s":{"type":"string"},
             "e":{"enum":["Mac","iPad"]},"l":{"type":"array","items":{"type":"integer"}},"o":{"type":"object"},"any":{},"d":{"type":"string","format":"date"}}}
            """);
        Assert.Equal("{\"i\":5}", Send(tool, ("i", "5")));
        Assert.Equal("{\"i\":5}", Send(tool, ("i", 5.0)));
        Assert.Equal("{\"i\":12345678901234567890123}", Send(tool, ("i", BigInteger.Parse("12345678901234567890123"))));
        Assert.Equal("{\"n\":0.1}", Send(tool, ("n", "0.1")));
        Assert.Equal("{\"n\":0.1}", Send(tool, ("n", 0.1f)));
        Assert.Equal("{\"n\":0.1}", Send(tool, ("n", 0.1)));
        Assert.Equal("{\"n\":0.30000000000000004}", Send(tool, ("n", 0.1 + 0.2)));
        Assert.Equal("{\"n\":1.7976931348623157E+308}", Send(tool, ("n", double.MaxValue)));
        Assert.Equal("{\"s\":\"0.30000000000000004\"}", Send(tool, ("s", 0.1 + 0.2)));
        Assert.Equal("{\"b\":true}", Send(tool, ("b", "True")));
        Assert.Equal("{\"s\":\"123\"}", Send(tool, ("s", 123)));
        Assert.Equal("{\"s\":\"1.5\"}", Send(tool, ("s", 1.5)));
        Assert.Equal($"{{\"s\":\"{Id}\"}}", Send(tool, ("s", Guid.Parse(Id))));
        Assert.Equal("{\"s\":\"2026-01-02T03:04:05.5Z\"}", Send(tool, ("s", new DateTime(2026, 1, 2, 3, 4, 5, 500, DateTimeKind.Utc))));
        Assert.Equal("{\"s\":\"2026-01-02T01:04:05Z\"}", Send(tool, ("s", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)))));
        Assert.Equal("{\"d\":\"2026-01-02\"}", Send(tool, ("d", new DateTime(2026, 1, 2, 3, 4, 5))));
        Assert.Equal("{\"e\":\"Mac\"}", Send(tool, ("e", Platform.mac)));
        Assert.Equal("{\"e\":\"iPad\"}", Send(tool, ("E", "IPAD")));
        Assert.Equal("{\"l\":[7]}", Send(tool, ("l", "7")));
        Assert.Equal("{\"l\":[1,2]}", Send(tool, ("l", new object[] { 1, "2" })));
        Assert.Equal("{\"l\":[]}", Send(tool, ("l", Array.Empty<object>())));
        Assert.Equal("{\"o\":{\"a\":[1,null,{\"b\":true}]}}", Send(tool, ("o", new Hashtable { ["a"] = new object?[] { 1, null, new Hashtable { ["b"] = true } } })));
        Assert.Equal("{\"any\":[\"x\",1.5]}", Send(tool, ("any", new object[] { "x", 1.5m })));
    }

    [Theory]
    [InlineData("i", "5.5")]
    [InlineData("i", 5.5)]
    [InlineData("i", true)]
    [InlineData("i", 301)]
    [InlineData("i", 0)]
    [InlineData("i", null)]
    [InlineData("i", 1e300)]
    [InlineData("n", double.NaN)]
    [InlineData("n", "1,5")]
    [InlineData("b", "yes")]
    [InlineData("b", 1)]
    [InlineData("e", "Windows")]
    [InlineData("o", "text")]
    [InlineData("s", new[] { "a", "b" })]
    public void Values_that_would_lose_something_are_refused(string name, object? value)
    {
        var tool = Custom("""
            {"properties":{"i":{"type":"integer","minimum":1,"maximum":300},"n":{"type":"number"},"b":{"type":"boolean"},"s":{"type":"string"},"e":{"enum":["Mac","iPad"]},"o":{"type":"object"}}}
            """);
        var error = Fails("IruMcp.InvalidArgument", () => Send(tool, (name, value)));
        Assert.Equal((IruErrorCategory.InvalidArgument, "custom-tool"), (error.Category, error.Tool));
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.NextStep);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Nothing_is_refused_for_every_argument_and_is_a_value_only_in_the_json_of_a_client(string? nothing)
    {
        var tool = Custom("""{"properties":{"tag":{"type":["string","null"]},"name":{"type":"string"},"list":{"type":"array","items":{"type":"string"}},"any":{}}}""", "update-thing");
        foreach (var name in new[] { "tag", "name", "any" })
            Assert.Contains($"-Clear {name}", Fails("IruMcp.InvalidArgument", () => Send(tool, (name, nothing))).NextStep, StringComparison.Ordinal);
        Fails("IruMcp.InvalidArgument", () => Send(tool, ("list", new object?[] { "a", nothing })));
        Fails("IruMcp.InvalidArgument", () => Send(tool, ("name", new object?[] { nothing })));
        Fails("IruMcp.InvalidArgument", () => Send(tool, ("tag", new Secret(""))));
        Assert.Equal("{}", Send(tool));
        Assert.Equal(nothing is null ? "{\"tag\":null}" : "{\"tag\":\"\"}", Json(ArgumentBinder.Bind(tool, null, Values(), Values(("tag", nothing)), allowsEmpty: true)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("body")]
    public void Nested_arguments_go_where_the_tool_wants_them(string? wrapper)
    {
        var tool = Tool("update-device", wrapper);
        var expected = wrapper is null
            ? $$"""{"device_id":"{{Id}}","asset_tag":"X"}""" : $$$"""{"device_id":"{{{Id}}}","body":{"asset_tag":"X"}}""";
        Assert.Equal(expected, Json(ArgumentBinder.Bind(tool, null, Values(("device_id", Id), ("asset_tag", "X")), null)));
        Assert.Equal(expected, Json(ArgumentBinder.Bind(tool, null, Values(("device_id", Id)), Values(("ASSET_TAG", "X")))));
        if (wrapper is null)
            return;
        Assert.Equal(expected, Json(ArgumentBinder.Bind(tool, null, Values(("device_id", Id)), Values(("body.asset_tag", "X")))));
        Assert.Equal(expected, Json(ArgumentBinder.Bind(tool, null, Values(("device_id", Id)), Values(("Body", new Hashtable { ["asset_tag"] = "X" })))));
        Fails("IruMcp.UnknownArgument", () => ArgumentBinder.Bind(tool, null, Values(("device_id", Id)), Values(("body", new Hashtable { ["asset_tga"] = "X" }))));
        Fails("IruMcp.ArgumentGivenTwice", () => ArgumentBinder.Bind(
            tool, null, Values(("device_id", Id), ("asset_tag", "X")), Values(("body", new Hashtable { ["asset_tag"] = "Y" }))));
    }

    [Fact]
    public void A_required_enclosing_object_is_sent_even_when_it_is_empty()
    {
        var tool = Custom("""{"required":["body"],"properties":{"body":{"type":"object","properties":{"a":{"type":"string"}}}}}""");
        Assert.Equal("{\"body\":{}}", Send(tool));
    }

    [Fact]
    public void Missing_unknown_and_repeated_arguments_are_named()
    {
        var tool = Custom("""{"required":["first","second"],"properties":{"first":{"type":"string"},"second":{"type":"string"},"third":{"type":"string"}}}""");
        Assert.Contains("'first' and 'second'", Fails("IruMcp.MissingArgument", () => Send(tool)).Message, StringComparison.Ordinal);
        Assert.Contains("'third'", Fails("IruMcp.UnknownArgument", () => Send(tool, ("thrid", 1))).NextStep, StringComparison.Ordinal);
        Fails("IruMcp.ArgumentGivenTwice", () => ArgumentBinder.Bind(tool, null, Values(("first", "a")), Values(("FIRST", "b"))));
        var open = Custom("""{"properties":{"first":{"type":"string"}},"additionalProperties":true}""");
        Assert.Equal("{\"other\":{\"a\":1}}", Send(open, ("other", new Hashtable { ["a"] = 1 })));
    }

    [Theory]
    [InlineData("PIN")]
    [InlineData("newPassword")]
    [InlineData("passcode")]
    [InlineData("api_key")]
    [InlineData("clientSecret")]
    public void Secret_looking_values_stay_out_of_messages(string name)
    {
        var tool = Custom($$$$"""{"properties":{"{{{{name}}}}":{"type":"integer","maximum":1},"plain":{"type":"integer"}}}""");
        foreach (var value in new object[] { "CANARY", new object[] { "CANARY", "CANARY" }, new Hashtable { ["x"] = "CANARY" }, new Secret("CANARY") })
        {
            var error = Fails("IruMcp.InvalidArgument", () => Send(tool, (name, value)));
            Assert.DoesNotContain("CANARY", error + error.NextStep, StringComparison.Ordinal);
        }

        Assert.Contains("'shown'", Fails("IruMcp.InvalidArgument", () => Send(tool, ("plain", "shown"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a%2fb")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    [InlineData("a b")]
    public void Identifiers_that_would_change_the_path_are_refused(string id)
    {
        Fails("IruMcp.InvalidArgument", () => Send(Update, ("device_id", id)));
        Fails("IruMcp.InvalidArgument", () => ArgumentBinder.Bind(Update, new PipelineItem(id, ["System.String"]), Values(), null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void Empty_identifiers_count_as_missing(string? id) => Fails("IruMcp.MissingArgument", () => Send(Update, ("device_id", id)));

    [Fact]
    public void Values_that_contain_themselves_are_refused()
    {
        var circle = new Hashtable();
        circle["self"] = circle;
        Fails("IruMcp.InvalidArgument", () => Send(Custom("""{"properties":{"o":{"type":"object"}}}"""), ("o", circle)));
    }

    internal static IruTool Tool(string operationId, string? wrapper = null)
    {
        var operation = OperationTable.Operations.Single(item => item.Id == operationId);
        var tool = Assert.Single(ToolCatalogue.Build([NamingSchemes.Tool(operation, operationId, operation.Name, wrapper)]).Tools);
        Assert.Equal(operation, tool.Operation);
        return tool;
    }

    internal static IruTool Custom(string schema, string name = "custom-tool") =>
        Assert.Single(ToolCatalogue.Build([new ListedTool(name, null, null, schema, null, null)]).Tools);

    internal static Dictionary<string, object?> Values(params (string Name, object? Value)[] values) =>
        values.ToDictionary(value => value.Name, value => value.Value);

    internal static string Json(BoundArguments bound) => bound.Json.ToJsonString();

    internal static IruException Fails(string id, Action action)
    {
        var error = Assert.Throws<IruException>(action);
        Assert.Equal(id, error.Id);
        return error;
    }

    private static string Send(IruTool tool, params (string Name, object? Value)[] arguments) =>
        Json(ArgumentBinder.Bind(tool, null, Values(), Values(arguments)));
}
