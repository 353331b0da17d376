using IruMcp.Governance;
using IruMcp.Hosts;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Governance;

public sealed class AuditTrailTests : IDisposable
{
    private static readonly IruException Nobody = new("IruMcp.CannotConfirm", IruErrorCategory.PermissionDenied, "nobody to ask");

    private readonly AuditFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_call_has_a_line_before_and_a_line_after_it_with_the_same_id()
    {
        var call = AuditFolder.Call();
        call.Script = "/opt/nightly.ps1";
        var sent = _folder.Trail().Allow(call, "-Force", null, _folder.Log)!;
        var before = Assert.Single(_folder.Lines());
        sent.End(AuditOutcome.Succeeded, null);
        var after = _folder.Lines()[1];

        Assert.Equal("decision", (string?)before["kind"]);
        Assert.Equal("Allowed", (string?)before["decision"]);
        Assert.Equal("-Force", (string?)before["by"]);
        Assert.Equal("erase-device", (string?)before["tool"]);
        Assert.Equal("erase-device", (string?)before["operation"]);
        Assert.Equal("Destructive", (string?)before["risk"]);
        Assert.Equal("acme", (string?)before["connection"]);
        Assert.Equal(AuditFolder.Tenant, (string?)before["tenant"]);
        Assert.Equal("Shell", (string?)before["channel"]);
        Assert.Equal("/opt/nightly.ps1", (string?)before["script"]);
        Assert.Equal(Environment.ProcessId, (int?)before["process"]!["id"]);
        Assert.Equal(Environment.MachineName, (string?)before["host"]);
        Assert.EndsWith("Z", (string?)before["time"]);
        Assert.Equal("5f0c7f2e-0000-4f6a-9a43-3d1c5e7f9b21", (string?)before["arguments"]!["device_id"]);
        Assert.Equal("outcome", (string?)after["kind"]);
        Assert.Equal((string?)before["id"], (string?)after["id"]);
        Assert.Equal("Succeeded", (string?)after["outcome"]);
        Assert.True((long?)after["durationMs"] >= 0);
    }

    [Fact]
    public void A_refusal_is_one_line_with_the_error_that_was_shown()
    {
        var call = AuditFolder.Call();
        _folder.Trail().Refuse("erase-device", call.Tool, call, Nobody, _folder.Log);
        var entry = Assert.Single(_folder.Entries());
        Assert.Equal(("Refused", AuditOutcome.Refused, "IruMcp.CannotConfirm", "nobody to ask"), (entry.Decision, entry.Outcome, entry.ErrorId, entry.By));
    }

    [Fact]
    public void A_tool_that_does_not_exist_is_refused_by_the_name_that_was_typed()
    {
        _folder.Trail().Refuse("erase-everything", null, null, Nobody, _folder.Log);
        var entry = Assert.Single(_folder.Entries());
        Assert.Equal(("erase-everything", null, null), (entry.Tool, entry.Operation, entry.Risk));
    }

    [Fact]
    public void Only_the_first_outcome_of_a_call_counts()
    {
        var sent = _folder.Trail().Allow(AuditFolder.Call(), "-Force", null, _folder.Log)!;
        sent.End(AuditOutcome.Unknown, "IruMcp.Timeout");
        sent.End(AuditOutcome.Succeeded, null);
        Assert.Equal(2, _folder.Lines().Count);
        Assert.Equal("IruMcp.Timeout", Assert.Single(_folder.Entries()).ErrorId);
    }

    [Fact]
    public void Secrets_in_arguments_are_masked()
    {
        var trail = _folder.Trail(redactor: new Redactor(new Secret("sk_live:CANARY-key")));
        var call = AuditFolder.Call("erase-device", "PIN", "CANARY1");
        trail.Allow(call, "by CANARY-key", null, _folder.Log);
        trail.Allow(AuditFolder.Call("update-device", "asset_tag", "see sk_live:CANARY-key"), "default", null, _folder.Log);
        Assert.DoesNotContain("CANARY", File.ReadAllText(_folder.File));
        Assert.Equal("see ****", (string?)_folder.Lines()[1]["arguments"]!["asset_tag"]);
    }

    [Fact]
    public void An_entry_names_its_target_as_people_know_it()
    {
        var call = AuditFolder.Call();
        call.KnownAs = new TargetNames("Mac-0\u001b]0;x\u0007\u202E", [])
        {
            Fields = [new("name", "Mac-07\u001b[2J\u202Ex"), new("serial_number", "C02XYZ"), new("user", "Jane Doe")],
        };
        _folder.Trail().Allow(call, "-Force", null, _folder.Log);
        var target = Assert.Single(_folder.Lines())["target"]!;
        Assert.Equal(("C02XYZ", "Jane Doe", "5f0c7f2e-0000-4f6a-9a43-3d1c5e7f9b21"), ((string?)target["serial_number"], (string?)target["user"], (string?)target["id"]));
        Assert.DoesNotContain((string)target["name"]!, letter => letter is '\u001b' or '\u202E');
        var entry = Assert.Single(_folder.Entries());
        Assert.Equal("Jane Doe", entry.KnownAs["user"]);
        Assert.Contains("C02XYZ, Jane Doe, device_id=5f0c7f2e", entry.Target);
    }

    [Fact]
    public void Any_text_makes_one_line()
    {
        var nasty = "two\r\nlines \u2028 \ud83d half \ud83d\ude00 \u0000 \" \\ " + new string('x', 2000);
        _folder.Trail().Allow(AuditFolder.Call("update-device", "asset_tag", nasty), "by\nhand", null, _folder.Log);
        var entry = Assert.Single(_folder.Entries());
        var tag = (string)entry.Arguments["asset_tag"]!;
        Assert.Contains("\ud83d\ude00", tag);
        Assert.True(tag.Length < 600);
        Assert.Empty(_folder.Log.Messages);
    }

    [Fact]
    public void The_folder_and_the_file_are_their_users_alone()
    {
        _folder.Trail().Allow(AuditFolder.Call(), "-Force", null, _folder.Log);
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Path));
    }

    [Theory]
    [InlineData("erase-device", true)]
    [InlineData("restart-device", true)]
    [InlineData("set-name", false)]
    public void Where_nothing_can_be_recorded_only_what_writes_records_goes_on(string tool, bool isRefused)
    {
        File.WriteAllText(_folder.Path, "in the way");
        try
        {
            var trail = _folder.Trail();
            var call = tool == "set-name" ? AuditFolder.Call(tool, "DeviceName", "x") : AuditFolder.Call(tool);
            if (isRefused)
            {
                var failure = Assert.Throws<IruException>(() => trail.Allow(call, "-Force", null, _folder.Log));
                Assert.Equal("IruMcp.AuditUnavailable", failure.Id);
                Assert.Contains(_folder.Path, failure.Message);
                Assert.Contains("audit.path", failure.NextStep);
                return;
            }
            trail.Allow(call, "default", null, _folder.Log)!.End(AuditOutcome.Succeeded, null);
            trail.Allow(call, "default", null, _folder.Log);
            Assert.Single(_folder.Log.Messages);
        }
        finally
        {
            File.Delete(_folder.Path);
        }
    }

    [Fact]
    public void Sent_calls_are_counted_by_tenant_risk_and_time_over_all_files()
    {
        var trail = _folder.Trail(maximumBytes: 2000);
        for (var i = 0; i < 30; i++)
            trail.Allow(AuditFolder.Call(), "-Force", null, _folder.Log)!.End(AuditOutcome.Failed, "IruMcp.NotFound");
        trail.Allow(AuditFolder.Call("set-name", "DeviceName", "x"), "default", null, _folder.Log);
        trail.Refuse("erase-device", AuditFolder.Call().Tool, AuditFolder.Call(), Nobody, _folder.Log);
        _folder.Trail(tenant: "other:443").Allow(AuditFolder.Call(), "-Force", null, _folder.Log);

        Assert.NotEmpty(AuditPlace.FullFiles(_folder.File));
        Assert.Equal(30, trail.CountSent(DateTime.UtcNow.AddHours(-1), Risk.Disruptive, Risk.Destructive));
        Assert.Equal(1, trail.CountSent(DateTime.UtcNow.AddHours(-1), Risk.Write));
        Assert.Equal(0, trail.CountSent(DateTime.UtcNow.AddMinutes(1), Risk.Destructive));
    }

    [Fact]
    public async Task Of_many_writers_only_as_many_as_the_limit_allows_get_through()
    {
        var limit = new CallLimit(40, new PolicyRule { Risk = [Risk.Destructive] });
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            // Each with a trail of its own, as in a process of its own: they meet in the file alone.
            var trail = _folder.Trail(maximumBytes: 4000);
            return Enumerable.Range(0, 10).Select(_ =>
                Record.Exception(() => trail.Allow(AuditFolder.Call(), "-Force", Hourly(limit), _folder.Log)) is { } refused ? Assert.IsType<IruException>(refused).Id : "sent").ToList();
        })));
        Assert.Equal(["IruMcp.BlastRadius", "sent"], results.SelectMany(ids => ids).Distinct().Order());
        Assert.Equal(40, results.Sum(ids => ids.Count(id => id == "sent")));
        Assert.Equal(40, _folder.Lines().Count);
    }

    [Fact]
    public void A_file_set_aside_after_every_line_still_counts_its_line()
    {
        var limit = new CallLimit(3, new PolicyRule { Risk = [Risk.Destructive] });
        var trail = _folder.Trail(maximumBytes: 1);
        for (var i = 0; i < 3; i++)
            trail.Allow(AuditFolder.Call(), "-Force", Hourly(limit), _folder.Log);
        Assert.Equal("IruMcp.BlastRadius", Assert.Throws<IruException>(() => trail.Allow(AuditFolder.Call(), "-Force", Hourly(limit), _folder.Log)).Id);
    }

    [Fact]
    public async Task Writers_side_by_side_lose_and_tear_no_line_while_files_fill_up()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            var trail = _folder.Trail(maximumBytes: 8000, kept: 1000);
            for (var i = 0; i < 25; i++)
                trail.Allow(AuditFolder.Call("update-device"), "default", null, _folder.Log)!.End(AuditOutcome.Succeeded, null);
        })));
        var lines = _folder.Lines();
        Assert.Equal(200, lines.Count(line => (string?)line["kind"] == "decision"));
        Assert.Equal(200, lines.Where(line => (string?)line["kind"] == "outcome").Select(line => (string?)line["id"]).Distinct().Count());
        Assert.True(AuditPlace.FullFiles(_folder.File).Count > 5);
        Assert.Empty(_folder.Log.Messages);
    }

    [Fact]
    public async Task Writers_that_all_come_first_share_the_folder_that_one_of_them_makes()
    {
        for (var round = 0; round < 20; round++)
        {
            using var folder = new AuditFolder();
            using var start = new Barrier(8);
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(() =>
            {
                var trail = folder.Trail(maximumBytes: 1_000_000, kept: 1);
                start.SignalAndWait();
                trail.Allow(AuditFolder.Call("update-device"), "default", null, folder.Log)!.End(AuditOutcome.Succeeded, null);
            }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            Assert.Equal(8, folder.Lines().Count(line => (string?)line["kind"] == "decision"));
        }
    }

    [Fact]
    public void The_oldest_full_files_go()
    {
        var trail = _folder.Trail(maximumBytes: 500, kept: 3);
        for (var i = 0; i < 12; i++)
            trail.Allow(AuditFolder.Call(), "-Force", null, _folder.Log);
        Assert.Equal(3, AuditPlace.FullFiles(_folder.File).Count);
    }

    [Theory]
    [InlineData(HostPlatform.Windows, @"C:\Users\me\AppData\Local\IruMcp\Audit")]
    [InlineData(HostPlatform.MacOS, "/home/me/Library/Logs/IruMcp")]
    [InlineData(HostPlatform.Linux, "/home/me/.local/state/irumcp")]
    public void Each_system_has_its_own_place(HostPlatform platform, string folder)
    {
        var environment = new HostEnvironment { Platform = platform, Home = "/home/me", LocalAppData = @"C:\Users\me\AppData\Local" };
        Assert.Equal(folder, AuditPlace.DefaultFolder(environment));
    }

    [Fact]
    public void The_state_folder_of_the_user_is_used_where_it_is_set() => Assert.Equal("/var/mine/irumcp", AuditPlace.DefaultFolder(
        new HostEnvironment { Platform = HostPlatform.Linux, Home = "/home/me", GetVariable = name => name == "XDG_STATE_HOME" ? "/var/mine" : null }));

    [Fact]
    public void A_user_without_a_home_has_no_place() =>
        Assert.Null(AuditPlace.DefaultFolder(new HostEnvironment { Platform = HostPlatform.Linux, Home = "" }));

    [Fact]
    public void Names_of_files_hold_no_separator() => Assert.Equal("irumcp-pc-CORP_j_d__.jsonl", AuditPlace.FileName("pc", @"CORP\j.d.ü"));

    private static CallLimits Hourly(CallLimit limit) => new([], [limit]);
}
