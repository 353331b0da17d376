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
    [InlineData("foreign", "flat", "none", 112)]
    [InlineData("foreign", "nested,ref,nullable", "lying", 112)]
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
