using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IruMcp.Tools;
using Xunit.Abstractions;

namespace IruMcp.Core.Tests.Tools;

/// <summary>The tools as a server really lists them: both of the simulator's naming schemes, in each of its schema forms.</summary>
public sealed class SimulatedServerTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("iru", "flat", "none", 131)]
    [InlineData("iru", "nested,ref,nullable", "lying", 131)]
    [InlineData("foreign", "flat", "none", 85)]
    [InlineData("foreign", "nested,ref,nullable", "lying", 85)]
    public async Task Every_tool_is_its_operation_or_none_and_none_that_disrupts_or_destroys_looks_milder(
        string naming, string schema, string annotations, int least)
    {
        await using var simulator = await SimulatorProcess.StartAsync(
            "--devices", "1", "--naming", naming, "--schema", schema, "--annotations", annotations);
        var tools = ToolCatalogue.Build(await ListAsync(simulator)).Tools;
        Assert.Equal(131, tools.Count);

        var foreign = NamingSchemes.Foreign();
        var expected = OperationTable.Operations.ToDictionary(operation => naming == "iru"
            ? NamingSchemes.All["simulator"](operation) : foreign[NamingSchemes.Key(operation)].Name);
        foreach (var tool in tools)
        {
            if (tool.Operation != expected[tool.Name])
                output.WriteLine($"{tool.Name}: {tool.Risk}; {tool.OperationReason}");
            Assert.True(tool.Operation is null || tool.Operation == expected[tool.Name], $"{tool.Name} -> {tool.Operation}");
            Assert.True(expected[tool.Name].Risk < Risk.Disruptive || tool.Risk >= expected[tool.Name].Risk, $"{tool.Name} is {tool.Risk}");

            // Where nothing speaks against it, an annotation is believed; a tool that is known it cannot touch.
            Assert.True(expected[tool.Name].Risk <= Risk.Sensitive || !tool.IsRead || (tool.Operation is null && annotations == "lying"), $"{tool.Name} is {tool.Risk}");
            Assert.DoesNotContain(tool.Parameters, parameter => parameter.IsAnyShape);
        }

        Assert.InRange(tools.Count(tool => tool.Operation is not null), least, 131);
    }

    [Theory]
    [InlineData("iru", "flat")]
    [InlineData("iru", "nested")]
    [InlineData("iru", "nested,ref,nullable")]
    [InlineData("foreign", "flat")]
    [InlineData("foreign", "nested,ref,nullable")]
    public async Task Documented_tools_keep_their_class_and_an_additional_optional_argument_leaves_it(string naming, string schema)
    {
        await using var simulator = await SimulatorProcess.StartAsync("--devices", "1", "--naming", naming, "--schema", schema);
        var listed = await ListAsync(simulator);
        var foreign = NamingSchemes.Foreign();
        var expected = OperationTable.Operations.ToDictionary(
            operation => naming == "iru" ? NamingSchemes.All["simulator"](operation) : foreign[NamingSchemes.Key(operation)].Name, operation => operation.Risk);
        foreach (var tools in new[] { listed, [.. listed.Select(WithAnotherArgument)] })
            foreach (var tool in ToolCatalogue.Build(tools).Tools)
                if (naming == "iru" || expected[tool.Name] is Risk.Read or Risk.Sensitive or Risk.Destructive)
                    Assert.True(expected[tool.Name] == tool.Risk, $"{tool.Name} is {tool.Risk}: {tool.RiskReason} {tool.OperationReason}");
                else
                    Assert.True(tool.Risk == expected[tool.Name] || tool.IsUnknown, $"{tool.Name} is {tool.Risk}");
    }

    private static ListedTool WithAnotherArgument(ListedTool tool)
    {
        var schema = JsonNode.Parse(tool.InputSchemaJson)!;
        if (schema["properties"] is null)
            schema["properties"] = new JsonObject();
        schema["properties"]!["response_language"] = new JsonObject { ["type"] = "string" };
        return tool with { InputSchemaJson = schema.ToJsonString() };
    }

    internal static async Task<IReadOnlyList<ListedTool>> ListAsync(SimulatorProcess simulator)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-API-Key", simulator.ApiKey);
        client.DefaultRequestHeaders.Add("X-MCP-Profile", simulator.Profile);
        client.DefaultRequestHeaders.Add("Accept", "application/json, text/event-stream");
        using var response = await client.PostAsJsonAsync(simulator.RawEndpoint, new { jsonrpc = "2.0", id = 1, method = "tools/list" });
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return [.. answer["result"]!["tools"]!.AsArray().Select(tool => new ListedTool(
            tool!["name"]!.ToString(),
            tool["title"]?.ToString(),
            tool["description"]?.ToString(),
            tool["inputSchema"]!.ToJsonString(),
            (bool?)tool["annotations"]?["readOnlyHint"],
            (bool?)tool["annotations"]?["destructiveHint"]))];
    }
}
