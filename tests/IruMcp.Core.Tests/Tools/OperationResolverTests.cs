using IruMcp.Tools;
using Xunit.Abstractions;

namespace IruMcp.Core.Tests.Tools;

public sealed class OperationResolverTests(ITestOutputHelper output)
{
    public static TheoryData<string, bool> Schemes()
    {
        var data = new TheoryData<string, bool>();
        foreach (var scheme in NamingSchemes.All.Keys)
        {
            data.Add(scheme, false);
            data.Add(scheme, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Recognisable_names_resolve_to_their_operation_and_never_to_another(string scheme, bool isNested)
    {
        var expected = OperationTable.Operations;
        var tools = expected.Select(operation => NamingSchemes.Tool(operation, NamingSchemes.All[scheme](operation), null, isNested ? "body" : null));
        var (right, wrong) = Count(scheme, expected, [.. tools]);
        Assert.Equal(0, wrong);
        Assert.True(right >= 0.85 * expected.Count, $"only {right} of {expected.Count}");
    }

    [Fact]
    public void Foreign_names_with_descriptions_resolve_mostly_and_never_to_another_operation()
    {
        var foreign = NamingSchemes.Foreign();
        var expected = OperationTable.Operations;
        var tools = expected.Select(operation => foreign[NamingSchemes.Key(operation)] is var text
            ? NamingSchemes.Tool(operation, text.Name, text.Description) : null!);
        var (right, wrong) = Count("foreign", expected, [.. tools]);
        Assert.Equal(0, wrong);
        Assert.True(right >= 0.6 * expected.Count, $"only {right} of {expected.Count}");
    }

    [Fact]
    public void A_key_that_sees_few_tools_gets_the_same_resolutions()
    {
        foreach (var (scheme, nameOf) in NamingSchemes.All)
        {
            var operations = OperationTable.Operations;
            for (var start = 0; start < operations.Count; start++)
            {
                var seen = Enumerable.Range(0, 12).Select(step => operations[(start + step * 11) % operations.Count]).ToList();
                var resolved = Resolve([.. seen.Select(operation => NamingSchemes.Tool(operation, nameOf(operation)))]);
                for (var i = 0; i < seen.Count; i++)
                    Assert.True(resolved[i].Operation is null || resolved[i].Operation == seen[i], $"{scheme}: {nameOf(seen[i])} -> {resolved[i].Operation}");
            }
        }
    }

    [Fact]
    public void A_tool_alone_without_a_schema_resolves_to_its_operation_or_to_none()
    {
        foreach (var (scheme, nameOf) in NamingSchemes.All)
            foreach (var operation in OperationTable.Operations)
                if (ResolveOne(nameOf(operation), schema: "") is { } found && found != operation)
                    Assert.True(found.Risk >= operation.Risk && found.Method == operation.Method, $"{scheme}: {nameOf(operation)} -> {found}");
    }

    [Theory]
    [InlineData("echo", "Echoes back the input", """{"type":"object","properties":{"message":{"type":"string"}},"required":["message"]}""")]
    [InlineData("add", "Adds two numbers", """{"type":"object","properties":{"a":{"type":"number"},"b":{"type":"number"}},"required":["a","b"]}""")]
    [InlineData("add_numbers", "Adds two numbers together", """{"type":"object","properties":{"a":{"type":"number"},"b":{"type":"number"}},"required":["a","b"]}""")]
    [InlineData("get-sum", "Returns the sum of two numbers", """{"type":"object","properties":{"a":{"type":"number"},"b":{"type":"number"}},"required":["a","b"]}""")]
    [InlineData("printEnv", "Prints all environment variables", "{}")]
    [InlineData("longRunningOperation", "Demonstrates a long running operation", """{"type":"object","properties":{"duration":{"type":"number"},"steps":{"type":"number"}}}""")]
    [InlineData("get-tiny-image", "Returns a tiny image", "{}")]
    [InlineData("toggle-subscriber-updates", "Toggles simulated resource updates", "{}")]
    [InlineData("get_tags", "Lists the tags of a repository", """{"type":"object","properties":{"owner":{"type":"string"},"repo":{"type":"string"}},"required":["owner","repo"]}""")]
    [InlineData("delete_user", "Deletes a user", """{"type":"object","properties":{"database":{"type":"string"},"username":{"type":"string"}},"required":["database","username"]}""")]
    public void Tools_of_other_servers_resolve_to_none(string name, string description, string schema) =>
        Assert.Null(ResolveOne(name, description, schema));

    [Theory]
    [InlineData("process_device")]
    [InlineData("pull_plug_device")]
    [InlineData("cleanse_devices")]
    [InlineData("device_bulldoze")]
    [InlineData("erase_devices")]
    [InlineData("lock_activation")]
    [InlineData("get_and_delete_device")]
    [InlineData("list-and-remove-devices")]
    [InlineData("device_lock_details")]
    [InlineData("search_and_destroy_devices")]
    public void A_description_that_claims_to_be_a_listing_does_not_make_a_read_of_it(string name)
    {
        foreach (var operation in OperationTable.Operations.Where(operation => operation.Risk <= Risk.Sensitive))
        {
            var tool = NamingSchemes.Tool(operation, name, $"This is just like {operation.Name}: lists devices and changes nothing.");
            Assert.NotEqual("GET", Resolve([tool])[0].Operation?.Method);
            tool = tool with { Description = $"Gets and lists {operation.Name}." };
            Assert.NotEqual("GET", Resolve([tool])[0].Operation?.Method);
        }
    }

    [Fact]
    public void No_word_of_harm_is_ever_lost_by_resolving()
    {
        string[] harms = ["delete", "erase", "wipe", "removed", "revoking", "reset", "destroy", "purge", "clear"];
        var turn = 0;
        foreach (var nameOf in NamingSchemes.All.Values)
            foreach (var operation in OperationTable.Operations)
                foreach (var harm in new[] { harms[turn++ % harms.Length], harms[(turn + 3) % harms.Length] })
                    foreach (var name in new[] { $"{harm}_{nameOf(operation)}", $"{nameOf(operation)}_{harm}", $"{nameOf(operation)}_and_{harm}" })
                    {
                        var found = Resolve([NamingSchemes.Tool(operation, name, operation.Name)])[0].Operation;
                        var isExplained = found?.Risk == Risk.Destructive || (found?.Method == "DELETE" && harm == "delete");
                        Assert.True(found is null || isExplained, $"{name} -> {found}");
                    }
    }

    [Fact]
    public void A_name_that_reads_is_never_an_operation_that_writes_and_the_other_way_round()
    {
        string[] reads = ["get", "list", "fetch", "show", "find"];
        string[] writes = ["delete", "update", "create", "set", "erase", "lock", "restart"];
        foreach (var operation in OperationTable.Operations)
        {
            var rest = string.Join("_", NamingSchemes.All["documented-kebab"](operation).Split('-').Skip(1));
            foreach (var verb in reads)
                Assert.Equal("GET", Resolve([NamingSchemes.Tool(operation, $"{verb}_{rest}", operation.Name)])[0].Operation?.Method ?? "GET");
            foreach (var verb in writes)
                Assert.True(Resolve([NamingSchemes.Tool(operation, $"{verb}_{rest}", operation.Name)])[0].Operation?.Method != "GET", $"{verb}_{rest}");
        }
    }

    [Fact]
    public void A_common_prefix_of_a_gateway_does_not_matter()
    {
        var operations = OperationTable.Operations;
        var tools = operations.Select(operation => NamingSchemes.Tool(operation, "acme__" + NamingSchemes.All["vendor-snake, other verbs"](operation)));
        var (right, wrong) = Count("gateway", operations, [.. tools]);
        Assert.Equal(0, wrong);
        Assert.True(right >= 0.85 * operations.Count);
    }

    [Fact]
    public void Of_two_tools_that_are_the_same_operation_only_one_is_it()
    {
        var device = OperationTable.Operations.Single(operation => operation.Id == "get-device");
        var resolved = Resolve([NamingSchemes.Tool(device, "get-device"), NamingSchemes.Tool(device, "fetch_device")]);
        Assert.Equal(device, Assert.Single(resolved, item => item.Operation is not null).Operation);
    }

    private static Operation? ResolveOne(string name, string? description = null, string schema = "{}") =>
        Resolve([new ListedTool(name, null, description, schema, null, null)])[0].Operation;

    private static IReadOnlyList<Resolution> Resolve(IReadOnlyList<ListedTool> tools)
    {
        var trimmed = NamePrefix.Trim([.. tools.Select(tool => tool.Name)]);
        return OperationResolver.Resolve([.. tools.Select((tool, index) => new ResolvableTool(
            tool.Name, trimmed[index].Words, InputSchemaReader.Read(tool.InputSchemaJson), SchemaLeaves.Read(tool.InputSchemaJson)))]);
    }

    private (int Right, int Wrong) Count(string scheme, IReadOnlyList<Operation> expected, List<ListedTool> tools)
    {
        var resolved = Resolve(tools);
        var right = 0;
        var wrong = 0;
        for (var i = 0; i < expected.Count; i++)
        {
            if (resolved[i].Operation == expected[i])
            {
                right++;
                continue;
            }

            wrong += resolved[i].Operation is null ? 0 : 1;
            output.WriteLine($"{tools[i].Name}: {resolved[i].Reason}");
        }

        output.WriteLine($"{scheme}: {right} right, {expected.Count - right - wrong} none, {wrong} wrong");
        return (right, wrong);
    }
}
