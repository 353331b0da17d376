using IruMcp.Core.Tests.Connections;
using IruMcp.Results;

namespace IruMcp.Core.Tests.Results;

/// <summary>Whole listings against the simulator, in every form that it can take.</summary>
public sealed class ListingTests
{
    [Theory]
    [InlineData]
    [InlineData("--schema", "nested", "--session")]
    [InlineData("--schema", "ref", "--json")]
    [InlineData("--schema", "nullable", "--structured", "only")]
    public async Task Each_paging_style_gives_everything_once(params string[] switches)
    {
        await using var simulator = await SimulatorProcess.StartAsync([.. switches, "--devices", "700"]);
        using var connection = await TestConnection.OpenAsync(simulator);

        await ExpectDistinctAsync("get-devices", "device_id", 700);
        await ExpectDistinctAsync("get-blueprints", "id", 1);
        await ExpectDistinctAsync("get-tags", "id", 1);
        await ExpectDistinctAsync("get-users", "id", 1);
        await ExpectDistinctAsync("get-audit-events", "id", 1);
        await ExpectDistinctAsync("get-prism-device-information", "device_id", 301);

        async Task ExpectDistinctAsync(string tool, string id, int atLeast)
        {
            var items = await connection.CallAsync(tool);
            Assert.True(items.Count >= atLeast, $"{tool} gave {items.Count}.");
            Assert.Equal(items.Count, items.Cast<DataObject>().Select(item => item[id]).Distinct().Count());
        }
    }

    [Fact]
    public async Task First_and_Skip_ask_the_server_for_no_page_too_many()
    {
        await using var simulator = await SimulatorProcess.StartAsync("--devices", "10000");
        using var connection = await TestConnection.OpenAsync(simulator);
        await simulator.ClearLogAsync();
        var some = await connection.CallAsync("get-devices", page: new PageRequest { First = 450, Skip = 100 });
        Assert.Equal(450, some.Count);
        Assert.Equal(2, (await simulator.GetCallsAsync("get-devices")).Count);
    }
}
