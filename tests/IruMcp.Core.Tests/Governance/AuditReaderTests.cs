using System.Text;
using IruMcp.Governance;

namespace IruMcp.Core.Tests.Governance;

public sealed class AuditReaderTests : IDisposable
{
    private readonly AuditFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_call_without_an_outcome_is_unknown_and_holds_nobody_back()
    {
        var trail = _folder.Trail();
        trail.Allow(AuditFolder.Call(), "-Force", null, _folder.Log);
        trail.Allow(AuditFolder.Call("update-device"), "default", null, _folder.Log)!.End(AuditOutcome.Succeeded, null);
        var entries = _folder.Entries();
        Assert.Equal([AuditOutcome.Unknown, AuditOutcome.Succeeded], entries.Select(entry => entry.Outcome));
        Assert.Null(entries[0].Duration);
        Assert.NotNull(entries[1].Duration);
        Assert.Equal(DateTimeKind.Local, entries[0].Time.Kind);
    }

    [Fact]
    public void A_torn_line_is_reported_and_costs_no_other_line()
    {
        var trail = _folder.Trail();
        trail.Allow(AuditFolder.Call(), "one", null, _folder.Log);
        File.AppendAllText(_folder.File, "{\"kind\":\"decision\",\"id\":\"abc");
        trail.Allow(AuditFolder.Call(), "two", null, _folder.Log);
        Assert.Equal(["one", "two"], _folder.Entries().Select(entry => entry.By));
        Assert.Contains($"Line 2 of {_folder.File}", Assert.Single(_folder.Log.Messages));
        Assert.Equal(2, trail.CountSent(DateTime.UtcNow.AddHours(-1), IruMcp.Tools.Risk.Destructive));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("{\"kind\":7,\"id\":8}")]
    [InlineData("{\"kind\":\"decision\",\"id\":\"x\",\"time\":\"yesterday\",\"decision\":\"Allowed\"}")]
    [InlineData("{\"kind\":\"decision\",\"id\":\"x\",\"time\":\"2026-01-01T00:00:00Z\",\"decision\":\"Perhaps\"}")]
    [InlineData("\u0000\u0000\u0000")]
    public void What_is_no_audit_line_is_reported(string line)
    {
        Directory.CreateDirectory(_folder.Path);
        File.WriteAllText(_folder.File, line + "\n");
        Assert.Empty(_folder.Entries());
        Assert.Single(_folder.Log.Messages);
    }

    [Fact]
    public void A_line_of_a_later_version_is_read_as_far_as_it_is_known()
    {
        Directory.CreateDirectory(_folder.Path);
        File.WriteAllText(_folder.File, """
            {"kind":"decision","id":"x","time":"2026-01-01T00:00:00Z","decision":"Allowed","new":{"a":1},"process":7,"arguments":{"n":1.5,"l":[1,null,{"b":true}]}}
            {"kind":"outcome","id":"x","time":"2026-01-01T00:00:01Z","outcome":"Postponed"}
            {"kind":"outcome","id":"unknown","time":"2026-01-01T00:00:01Z","outcome":"Failed"}

            """, Encoding.UTF8);
        var entry = Assert.Single(_folder.Entries());
        Assert.Equal(AuditOutcome.Unknown, entry.Outcome);
        Assert.Equal(1.5m, entry.Arguments["n"]);
        Assert.Empty(_folder.Log.Messages);
    }

    [Fact]
    public void Pairs_are_found_across_full_files_in_order()
    {
        var trail = _folder.Trail(maximumBytes: 900);
        for (var i = 0; i < 40; i++)
            trail.Allow(AuditFolder.Call("update-device", "asset_tag", $"{i}"), "default", null, _folder.Log)!.End(AuditOutcome.Succeeded, null);
        var kept = _folder.Entries();
        Assert.True(kept.Count > 10);
        Assert.Equal(Enumerable.Range(40 - kept.Count, kept.Count).Select(i => $"{i}"), kept.Select(entry => (string)entry.Arguments["asset_tag"]!));
        Assert.All(kept, entry => Assert.Equal(AuditOutcome.Succeeded, entry.Outcome));
    }

    [Fact]
    public void Files_that_are_full_within_a_millisecond_sort_by_time()
    {
        var now = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        var names = Enumerable.Range(0, 20).Select(step => AuditPlace.FullFileName("irumcp-h-u.jsonl", now.AddTicks(step))).ToList();
        Assert.Equal(names, names.OrderBy(name => name, StringComparer.Ordinal));
    }

    [Fact]
    public void A_reader_stops_no_writer()
    {
        var trail = _folder.Trail();
        for (var i = 0; i < 3; i++)
            trail.Allow(AuditFolder.Call(), "before", null, _folder.Log);
        foreach (var entry in new AuditReader(_folder.Log.Warning).ReadSeries(_folder.File, null))
            trail.Allow(AuditFolder.Call(), "while reading", null, _folder.Log);
        Assert.Equal(6, _folder.Lines().Count);
        Assert.Empty(_folder.Log.Messages);
    }

    [Fact]
    public void No_file_is_no_entry() => Assert.Empty(_folder.Entries());
}
