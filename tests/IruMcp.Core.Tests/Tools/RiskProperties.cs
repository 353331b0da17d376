using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Tools;

/// <summary>Rules of the classes that hold for any tool.</summary>
[Trait("Category", "Property")]
public sealed class RiskProperties
{
    private static readonly string[] Reads = ["get", "list", "show", "describe", "view", "find", "search", "lookup", "read", "fetch", "count"];
    private static readonly string[] Things = ["widget", "device", "user", "site", "network", "app", "certificate", "group", "thing"];
    private static readonly string[] Done =
        ["erase", "wipe", "delete", "remove", "lock", "reset", "revoke", "purge", "terminate", "reimage", "zeroize", "quarantine", "disable", "restart", "kill", "detach"];

    private static readonly Gen<Plain> Tools =
        from verb in Gen.Elements(Reads)
        from things in Gen.NonEmptyListOf(Gen.Elements(Things))
        from arguments in Gen.ListOf(Gen.Elements("limit", "offset", "filter", "name", "serial_number", "start_date"))
        from described in Gen.Elements(true, false)
        select new Plain([verb, .. things.Take(3)], [.. arguments.Distinct()], described ? $"Gets the {things[0]}." : null);

    [Cases(300)]
    public Property A_tool_with_a_deed_that_nothing_explains_is_never_a_read() => Prop.ForAll(
        (from tool in Tools from deed in Gen.Elements(Done) from place in Gen.Choose(0, 7) select Add(tool, deed, place)).ToArbitrary(),
        tool => Judge(tool).Risk == Risk.Destructive);

    [Cases(300)]
    public Property The_class_never_falls_when_a_deed_an_argument_or_a_hint_is_added() => Prop.ForAll(
        (from tool in Tools from deed in Gen.Elements(Done) from place in Gen.Choose(0, 9) select (tool, Add(tool, deed, place))).ToArbitrary(),
        pair => Judge(pair.Item2).Risk >= Judge(pair.tool).Risk);

    [Cases(300)]
    public Property Documented_tools_never_fall_either() => Prop.ForAll(
        (from operation in Gen.Elements(OperationTable.Operations.ToArray()) from deed in Gen.Elements(Done) from place in Gen.Choose(0, 2) select (operation, deed, place)).ToArbitrary(),
        change =>
        {
            var tool = NamingSchemes.Tool(change.operation, NamingSchemes.All["simulator"](change.operation));
            var before = ToolCatalogue.Build([tool]).Tools[0];
            tool = change.place switch
            {
                0 => tool with { Name = $"{tool.Name}-{change.deed}" },
                1 => tool with { DestructiveHint = true },
                _ => tool with { InputSchemaJson = WithArgument(tool.InputSchemaJson, change.deed) },
            };
            return ToolCatalogue.Build([tool]).Tools[0].Risk >= before.Risk;
        });

    private static Plain Add(Plain tool, string deed, int place) => place switch
    {
        0 => tool with { Words = [.. tool.Words, deed] },
        1 => tool with { Words = [deed, .. tool.Words] },
        2 => tool with { Words = [.. tool.Words, "and", deed] },
        3 => tool with { Arguments = [.. tool.Arguments, deed] },
        4 => tool with { Arguments = [.. tool.Arguments, "action"] },
        5 => tool with { Values = ["list", deed] },
        6 => tool with { Description = $"Gets the widget and {deed}s it." },
        7 => tool with { Description = $"{char.ToUpperInvariant(deed[0])}{deed[1..]} a widget." },
        8 => tool with { IsDestructive = true },
        _ => tool with { Arguments = [.. tool.Arguments, "something"] },
    };

    private static IruTool Judge(Plain tool)
    {
        var properties = new JsonObject();
        foreach (var argument in tool.Arguments)
            properties[argument] = new JsonObject { ["type"] = "string" };
        if (tool.Values is { } values)
            properties["mode"] = new JsonObject { ["enum"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]) };
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        return ToolCatalogue.Build([new ListedTool(string.Join("_", tool.Words), null, tool.Description, schema.ToJsonString(), null, tool.IsDestructive)]).Tools[0];
    }

    private static string WithArgument(string schemaJson, string name)
    {
        var schema = JsonNode.Parse(schemaJson)!;
        schema["properties"]![name] = new JsonObject { ["type"] = "string" };
        return schema.ToJsonString();
    }

    public sealed record Plain(string[] Words, string[] Arguments, string? Description)
    {
        public string[]? Values { get; init; }

        public bool? IsDestructive { get; init; }
    }
}
