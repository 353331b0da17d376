using System.Text.Json.Nodes;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Tools;

/// <summary>The class of a call by its arguments.</summary>
public sealed class CallRiskTests
{
    private const string Id = "3f0c6d3e-8d2e-4d9b-9a7b-1f0d3a9a7c11";

    [Theory]
    [InlineData(Risk.Write, "asset_tag")]
    [InlineData(Risk.Write, "user")]
    [InlineData(Risk.Write, "tags")]
    [InlineData(Risk.Write, "asset_tag", "tags", "user")]
    [InlineData(Risk.Disruptive, "blueprint_id")]
    [InlineData(Risk.Disruptive, "asset_tag", "blueprint_id")]
    [InlineData(Risk.Disruptive)]
    public void An_update_of_a_device_is_as_grave_as_its_gravest_argument(Risk expected, params string[] given)
    {
        foreach (var wrapper in new[] { null, "body" })
        {
            var tool = ArgumentBinderTests.Tool("update-device", wrapper);
            var arguments = given.ToDictionary(name => name, name => name == "tags" ? (object?)new[] { "a" } : name == "asset_tag" ? "A-1" : Id);
            arguments["device_id"] = Id;
            var call = ToolCall.Bind(tool, null, new Dictionary<string, object?>(), arguments, new PageRequest());
            Assert.Equal(expected, call.Risk);
            Assert.Equal(Risk.Disruptive, tool.Risk);
        }
    }

    [Fact]
    public void Other_operations_have_their_own_class_with_their_own_arguments_and_are_unknown_with_any_other()
    {
        foreach (var operation in OperationTable.Operations.Where(operation => operation.ArgumentRisks.Count == 0))
        {
            var tool = ToolCatalogue.Unlisted(operation.Id, operation);
            var own = new JsonObject();
            foreach (var name in operation.QueryParameters.Concat(operation.BodyFields))
                own[name] = "x";
            Assert.Equal(operation.Risk, CallRisk.Of(tool, own));
            own["anything"] = "x";
            Assert.Equal(Risk.Destructive, CallRisk.Of(tool, own));
        }
    }
}
