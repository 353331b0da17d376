using System.Globalization;
using IruMcp.Core.Tests.Connections;
using IruMcp.Results;

namespace IruMcp.Core.Tests.Stress;

/// <summary>Many calls at once over one connection. The stress task of the build repeats them; a plain test run does each once.</summary>
[Trait("Category", "Stress")]
public sealed class ConcurrencyTests : IAsyncLifetime
{
    private const int Callers = 16;
    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("IRUMCP_STRESS_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 1;

    private SimulatorProcess _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorProcess.StartAsync("--devices", "400", "--session");

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task Each_caller_gets_its_own_answer_and_each_write_arrives_once()
    {
        using var connection = await TestConnection.OpenAsync(_simulator);
        var devices = await DeviceIdsAsync(connection);
        for (var round = 0; round < Rounds; round++)
        {
            await _simulator.ClearLogAsync();
            await AtOnceAsync(async caller =>
            {
                var tag = $"{round}-{caller}";
                var answer = Assert.Single(await connection.CallAsync("update-device", new { device_id = devices[caller], asset_tag = tag }));
                Assert.Equal(tag, ((DataObject)answer!)["asset_tag"]);
                Assert.Equal(devices[caller], ((DataObject)answer)["device_id"]);
            });
            await AssertSentOnceAsync("update-device", Callers);
        }
    }

    [Fact]
    public async Task A_session_that_ended_while_idle_costs_no_caller_its_call_and_repeats_no_write()
    {
        using var connection = await TestConnection.OpenAsync(_simulator);
        var devices = await DeviceIdsAsync(connection);
        for (var round = 0; round < Rounds; round++)
        {
            await _simulator.ClearLogAsync();
            await _simulator.ForgetSessionsAsync();
            await AtOnceAsync(async caller =>
            {
                if (caller % 2 == 0)
                    Assert.Equal(400, (await connection.CallAsync("get-devices")).Count);
                else
                    await connection.CallAsync("update-device", new { device_id = devices[caller], asset_tag = $"{round}" });
            });
            await AssertSentOnceAsync("update-device", Callers / 2);
        }
    }

    [Fact]
    public async Task Calls_given_up_in_the_middle_leave_the_connection_whole()
    {
        using var connection = await TestConnection.OpenAsync(_simulator);
        for (var round = 0; round < Rounds; round++)
        {
            await AtOnceAsync(async caller =>
            {
                using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(caller));
                var reader = connection.Invoke(connection.Bind("get-devices"), new RecordingLog());
                try
                {
                    while (await reader.ReadPageAsync(giveUp.Token) is not null)
                    {
                    }
                }
                catch (OperationCanceledException)
                {
                }
            });
            Assert.Equal(400, (await connection.CallAsync("get-devices")).Count);
        }
    }

    [Fact]
    public async Task Connections_open_and_close_side_by_side()
    {
        for (var round = 0; round < Rounds; round++)
            await AtOnceAsync(async caller =>
            {
                using var connection = await TestConnection.OpenAsync(_simulator, raw: caller % 2 == 0);
                Assert.Equal(131, connection.ToolCount);
            });
    }

    private static async Task<List<string>> DeviceIdsAsync(IruMcp.Connections.IruConnection connection) =>
        [.. (await connection.CallAsync("get-devices", null, new PageRequest { First = Callers })).Select(device => (string)((DataObject)device!)["device_id"]!)];

    private static Task AtOnceAsync(Func<int, Task> work) => Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => work(caller))));

    private async Task AssertSentOnceAsync(string tool, int expected)
    {
        var executed = (await _simulator.GetCallsAsync(tool)).Where(call => call.Executed).Select(call => (string)call.Arguments!["device_id"]!).ToList();
        Assert.Equal(expected, executed.Count);
        Assert.Equal(expected, executed.Distinct().Count());
    }
}
