using IruMcp.Configuration;
using IruMcp.Connections;
using IruMcp.Core.Tests.Connections;
using IruMcp.Diagnosis;

namespace IruMcp.Core.Tests.Diagnosis;

/// <summary>Each thing that can go wrong leads to the check that names its cause.</summary>
public sealed class ConnectionDiagnosisTests(SmallSimulator shared) : IClassFixture<SmallSimulator>, IAsyncLifetime
{
    private const string Key = "sk_live:CANARY-diagnosis-0123456789";
    private const string Profile = "CANARY-profile-42";

    private static readonly Dictionary<string, (string Check, string Id)> Causes = new()
    {
        ["401"] = (CheckNames.Authentication, "IruMcp.Unauthorized"),
        ["403"] = (CheckNames.Authentication, "IruMcp.PermissionDenied"),
        ["404"] = (CheckNames.Http, "IruMcp.NotAnMcpServer"),
        ["429"] = (CheckNames.RateBudget, "IruMcp.RateLimited"),
        ["500"] = (CheckNames.Http, "IruMcp.ServerError"),
        ["502"] = (CheckNames.Http, "IruMcp.ServerUnavailable"),
        ["503"] = (CheckNames.Http, "IruMcp.ServerUnavailable"),
        ["504"] = (CheckNames.Http, "IruMcp.ServerUnavailable"),
        ["drop-before"] = (CheckNames.Http, "IruMcp.ConnectionLost"),
        ["drop-after"] = (CheckNames.Http, "IruMcp.ConnectionLost"),
        ["malformed-json"] = (CheckNames.Protocol, "IruMcp.IncompleteAnswer"),
        ["truncated-sse"] = (CheckNames.Protocol, "IruMcp.IncompleteAnswer"),
        ["empty-body"] = (CheckNames.Protocol, "IruMcp.IncompleteAnswer"),
        ["wrong-id"] = (CheckNames.Protocol, "IruMcp.IncompleteAnswer"),
        ["redirect"] = (CheckNames.Http, "IruMcp.Redirected"),
        ["html"] = (CheckNames.Http, "IruMcp.NotAnMcpServer"),
        ["echo-json"] = (CheckNames.Http, "IruMcp.ProtocolError"),
        ["echo-html"] = (CheckNames.Http, "IruMcp.ServerUnavailable"),
        ["echo-redirect"] = (CheckNames.Http, "IruMcp.Redirected"),
        ["echo-protocol-error"] = (CheckNames.Protocol, "IruMcp.ServerError"),
        ["echo-text"] = (CheckNames.Protocol, "IruMcp.IncompleteAnswer"),
    };

    private static readonly Dictionary<string, (string Check, string Id)> CausesOfCalls = new()
    {
        ["rate-limit-text"] = (CheckNames.RateBudget, "IruMcp.RateLimited"),
        ["upstream-timeout-text"] = (CheckNames.Permissions, "IruMcp.UpstreamTimeout"),
        ["403"] = (CheckNames.Permissions, "IruMcp.PermissionDenied"),
        ["401"] = (CheckNames.Authentication, "IruMcp.Unauthorized"),
        ["echo-text"] = (CheckNames.Permissions, "IruMcp.ToolFailed"),
        ["echo-arguments"] = (CheckNames.Permissions, "IruMcp.ToolFailed"),
    };

    private static readonly string[] OnlyOdd = ["slow", "stall", "chatty", "big", "repeat-cursor", "empty-cursor"];

    private readonly SimulatorProcess _simulator = shared.Process;

    public static TheoryData<string> ServerFaults => [.. Causes.Keys];

    public static TheoryData<string> CallFaults => [.. CausesOfCalls.Keys];

    public static TheoryData<string> OddFaults => [.. OnlyOdd];

    public Task InitializeAsync() => _simulator.ClearFaultsAsync();

    public Task DisposeAsync() => _simulator.ClearFaultsAsync();

    [Fact]
    public async Task A_way_without_an_obstacle_passes_every_check_with_few_reads_and_no_change()
    {
        await _simulator.ClearLogAsync();
        var diagnosis = await TestAsync(TestConnection.Options(_simulator));
        Assert.True(diagnosis.HasPassed, diagnosis.ToText());
        Assert.DoesNotContain(diagnosis.Checks, check => check.Result is CheckResult.Failed or CheckResult.Warning);
        Assert.Equal(CheckNames.All.Skip(4), diagnosis.Checks.Select(check => check.Check));
        var log = await _simulator.GetLogAsync();
        Assert.True(log.Count <= 10, $"{log.Count} requests were sent.");
        Assert.All(log.Where(entry => entry.Tool is not null), entry => Assert.StartsWith("get-", entry.Tool));
    }

    [Fact]
    public async Task Every_fault_that_the_simulator_knows_is_looked_for() =>
        Assert.Equal((await _simulator.GetFaultNamesAsync()).Order(), Causes.Keys.Union(CausesOfCalls.Keys).Union(OnlyOdd).Order());

    [Theory]
    [MemberData(nameof(ServerFaults))]
    public async Task A_fault_of_the_server_leads_to_its_cause(string fault)
    {
        await _simulator.SetFaultAsync(fault, method: "*", count: 0);
        AssertCause(await TestAsync(TestConnection.Options(_simulator)), Causes[fault].Check, Causes[fault].Id);
    }

    [Theory]
    [MemberData(nameof(CallFaults))]
    public async Task A_fault_of_the_calls_leads_to_its_cause(string fault)
    {
        await _simulator.SetFaultAsync(fault, count: 0);
        AssertCause(await TestAsync(TestConnection.Options(_simulator)), CausesOfCalls[fault].Check, CausesOfCalls[fault].Id);
    }

    [Theory]
    [MemberData(nameof(OddFaults))]
    public async Task What_is_only_odd_is_no_failure(string fault)
    {
        await _simulator.SetFaultAsync(fault, method: "*", count: 1, delayMs: 200);
        var diagnosis = await TestAsync(TestConnection.Options(_simulator));
        Assert.True(diagnosis.HasPassed, diagnosis.ToText());
    }

    [Fact]
    public async Task A_server_that_never_answers_is_told_in_time()
    {
        await _simulator.SetFaultAsync("slow", method: "*", count: 0, delayMs: 20_000);
        var diagnosis = await TestAsync(TestConnection.Options(_simulator) with { Timeout = TimeSpan.FromSeconds(1) });
        AssertCause(diagnosis, CheckNames.Http, "IruMcp.Timeout");
    }

    [Theory]
    [InlineData("sk_live:CANARY-wrong-key-9876543210")]
    [InlineData("sk_live:CANARY0simul")]
    public async Task A_wrong_or_cut_off_key_is_told_with_its_length(string key)
    {
        var diagnosis = await TestAsync(TestConnection.Options(_simulator) with { ApiKey = new Secret(key) });
        var cause = AssertCause(diagnosis, CheckNames.Authentication, "IruMcp.Unauthorized");
        Assert.Contains($"{key.Length - "sk_live:".Length} characters", cause.Detail);
        Assert.Contains("cut off", cause.Detail);
    }

    [Theory]
    [InlineData("\n", "a line break after")]
    [InlineData("  ", "a space after")]
    [InlineData("\u00a0", "a no-break space after")]
    public async Task What_stands_behind_the_key_is_told_though_it_is_dropped(string behind, string said)
    {
        var diagnosis = Start();
        var configuration = await diagnosis.ReadConfigurationAsync(true, () => false, () =>
            ConfigurationReader.Read($$"""{"url":"https://tenant.example.com/x","apiKey":{{System.Text.Json.JsonSerializer.Serialize(Key + behind)}},"profile":"{{Profile}}"}"""));
        Assert.NotNull(configuration);
        var check = Assert.Single(diagnosis.Checks, check => check.Result != CheckResult.Passed);
        Assert.Equal((CheckNames.Key, CheckResult.Warning), (check.Check, check.Result));
        Assert.Contains(said, check.Detail);
        Assert.NotNull(check.Fix);
        AssertNoSecret(diagnosis);
    }

    [Theory]
    [InlineData("{\"url\":\"https://tenant.example.com/x\",\"apiKey\":\"KEY\",\"profile\":", CheckNames.Configuration, "IruMcp.InvalidConfiguration")]
    [InlineData("{\"url\":\"http://tenant.example.com/x\",\"apiKey\":\"KEY\",\"profile\":\"p1\"}", CheckNames.Configuration, "IruMcp.InsecureUri")]
    [InlineData("{\"url\":\"https://tenant.example.com/x\",\"apiKey\":\"KEY with words\",\"profile\":\"p1\"}", CheckNames.Key, "IruMcp.InvalidKey")]
    [InlineData("{\"url\":\"https://tenant.example.com/x\",\"apiKey\":\"sk_live:\",\"profile\":\"p1\"}", CheckNames.Key, "IruMcp.InvalidKey")]
    [InlineData("{\"url\":\"https://tenant.example.com/x\",\"apiKey\":\"KEY\",\"profile\":\"KEY\"}", CheckNames.Key, "IruMcp.InvalidProfile")]
    public async Task A_configuration_that_is_not_right_ends_the_walk_at_its_cause(string text, string check, string id)
    {
        var diagnosis = Start();
        Assert.Null(await diagnosis.ReadConfigurationAsync(true, () => false, () => ConfigurationReader.Read(text.Replace("KEY", Key))));
        AssertCause(diagnosis, check, id);
    }

    [Fact]
    public async Task A_vault_that_cannot_be_read_is_the_cause()
    {
        var diagnosis = Start();
        await diagnosis.ReadConfigurationAsync(true, () => false, () => throw new IruException("IruMcp.VaultFailed", IruErrorCategory.ResourceUnavailable, "The vault is locked.", "Unlock it."));
        AssertCause(diagnosis, CheckNames.Vault, "IruMcp.VaultFailed");
    }

    [Fact]
    public async Task A_vault_that_asks_somebody_is_a_warning()
    {
        var diagnosis = Start();
        await diagnosis.ReadConfigurationAsync(true, () => true, () => ConfigurationRules.Validate(new Uri("https://tenant.example.com/x"), Key, Profile));
        Assert.Equal(CheckResult.Warning, diagnosis.Checks.Single(check => check.Check == CheckNames.Vault).Result);
        Assert.True(diagnosis.HasPassed);
    }

    [Fact]
    public async Task A_host_that_does_not_exist_is_the_cause() =>
        AssertCause(await TestAsync(Options("https://no-such-host.invalid/x")), CheckNames.Dns, "IruMcp.HostNotFound");

    [Fact]
    public async Task A_port_on_which_nothing_listens_is_the_cause() =>
        AssertCause(await TestAsync(Options($"https://127.0.0.1:{LoopbackServer.ClosedPort()}/x")), CheckNames.Tcp, "IruMcp.ConnectionFailed");

    [Fact]
    public async Task With_details_what_was_not_reached_is_named()
    {
        var diagnosis = await TestAsync(Options($"https://127.0.0.1:{LoopbackServer.ClosedPort()}/x"), isDetailed: true);
        Assert.Equal(CheckNames.All.OrderBy(name => name), diagnosis.Checks.Select(check => check.Check).Order());
        Assert.All(diagnosis.Checks.SkipWhile(check => check.Result != CheckResult.Failed).Skip(1), check => Assert.Equal(CheckResult.Skipped, check.Result));
    }

    [Fact]
    public async Task A_clock_that_is_off_is_told()
    {
        var sse = """data: {"jsonrpc":"2.0","id":1,"error":{"code":-32600,"message":"no"}}""" + "\n\n";
        await using var server = new LoopbackServer(_ => LoopbackServer.Http(200, sse, "text/event-stream", $"Date: {DateTime.UtcNow.AddHours(-3):R}\r\n"));
        var diagnosis = await TestAsync(Options($"http://127.0.0.1:{server.Port}/x"), isDetailed: true);
        var clock = diagnosis.Checks.Single(check => check.Check == CheckNames.Clock);
        Assert.Equal(CheckResult.Warning, clock.Result);
        Assert.Contains("180 min ahead", clock.Detail);
    }

    internal static ConnectionOptions Options(string url) => new()
    {
        Name = "tested", Endpoint = new Uri(url), ApiKey = new Secret(Key), Profile = new Secret(Profile), Timeout = TimeSpan.FromSeconds(15),
        Protocols = Connections.TestConnection.Protocols,
    };

    internal static ConnectionDiagnosis Start(bool isDetailed = false) => new(isDetailed, _ => Task.CompletedTask);

    internal static async Task<ConnectionDiagnosis> TestAsync(ConnectionOptions options, bool isDetailed = false)
    {
        var diagnosis = Start(isDetailed);
        await diagnosis.TestAsync(options, new RecordingLog(), CancellationToken.None);
        return diagnosis;
    }

    /// <summary>The cause is the last check, the only failure, says what to do, and gives nothing away.</summary>
    internal static DiagnosisCheck AssertCause(ConnectionDiagnosis diagnosis, string check, string id)
    {
        var cause = Assert.Single(diagnosis.Checks, each => each.Result == CheckResult.Failed);
        Assert.True((check, id) == (cause.Check, cause.ErrorId), diagnosis.ToText());
        Assert.False(string.IsNullOrWhiteSpace(cause.Fix), diagnosis.ToText());
        Assert.False(diagnosis.HasPassed);
        AssertNoSecret(diagnosis);
        return cause;
    }

    private static void AssertNoSecret(ConnectionDiagnosis diagnosis)
    {
        Assert.DoesNotContain("CANARY", diagnosis.ToText());
        Assert.All(diagnosis.Checks, check => Assert.DoesNotContain("CANARY", check.ToString() + check.Fix));
    }
}
