using IruMcp.Tools;

namespace IruMcp.Core.Tests.Tools;

public sealed class ToolCatalogueTests
{
    [Fact]
    public void Tools_are_sorted_and_the_first_of_a_name_counts()
    {
        var catalogue = Catalogue(("b", "1"), ("A", "2"), ("b", "3"));
        Assert.Equal(["A", "b"], catalogue.Tools.Select(tool => tool.Name));
        Assert.Equal("1", catalogue.Find("b")!.Description);
    }

    [Fact]
    public void A_name_is_found_exactly_or_where_only_the_case_differs_without_doubt()
    {
        var catalogue = Catalogue(("Get-Device", ""), ("echo", ""), ("Echo", ""));
        Assert.Equal("Get-Device", catalogue.Find("get-device")!.Name);
        Assert.Equal("Echo", catalogue.Find("Echo")!.Name);
        Assert.Null(catalogue.Find("ECHO"));
        Assert.Null(catalogue.Find("get-devices"));
    }

    [Theory]
    [InlineData("get-device-detials", "get-device-details")]
    [InlineData("device-erase", "erase-device")]
    [InlineData("eraseDevice", "erase-device")]
    [InlineData("lock_devices", "lock-device")]
    public void A_misspelled_name_brings_the_nearest_ones(string name, string nearest)
    {
        var catalogue = Catalogue([.. OperationTable.Operations.Select(operation => (operation.Id, ""))]);
        Assert.Equal(nearest, catalogue.Suggest(name)[0]);
        Assert.True(catalogue.Suggest(name).Count <= 5);
        Assert.Empty(catalogue.Suggest("zzzzqqqq"));
    }

    [Fact]
    public void A_tool_tells_its_category_risk_and_reasons()
    {
        var tool = Assert.Single(Catalogue(("frobnicate", "")).Tools);
        Assert.Equal(("Other", Risk.Destructive, false, true), (tool.Category, tool.Risk, tool.IsRead, tool.IsUnknown));
        Assert.NotEmpty(tool.RiskReason);
        Assert.NotEmpty(tool.OperationReason);
    }

    private static ToolCatalogue Catalogue(params (string Name, string Description)[] tools) =>
        ToolCatalogue.Build([.. tools.Select(tool => new ListedTool(tool.Name, null, tool.Description, "{}", null, null))]);
}
