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
        Assert.True(right >= 0.85 * expected.Count, $"only {right} of {expected.Count}");
    }

    private (int Right, int Wrong) Count(string scheme, IReadOnlyList<Operation> expected, List<ListedTool> tools)
    {
        var resolved = OperationResolver.Resolve([.. tools.Select(tool =>
            new ResolvableTool(tool.Name, tool.Title, tool.Description, InputSchemaReader.Read(tool.InputSchemaJson)))]);
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
