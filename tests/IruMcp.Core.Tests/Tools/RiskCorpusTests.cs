using IruMcp.Tools;
using Xunit.Abstractions;

namespace IruMcp.Core.Tests.Tools;

/// <summary>The classes of other servers' tools, held against what a careful administrator wants.</summary>
public sealed class RiskCorpusTests(ITestOutputHelper output)
{
    /// <summary>Plain reads that begin with one of these should mostly be usable on a read-only connection.</summary>
    private static readonly HashSet<string> ReadingVerbs =
        [.. "get list show describe view find search lookup read fetch count check query retrieve inspect display browse enumerate".Split(' ')];

    private static readonly IReadOnlyList<(LabelledTool Tool, IruTool Judged)> All = [.. RiskCorpus.Judge(RiskCorpus.Load())];

    [Fact]
    public void No_change_counts_as_a_read() =>
        Assert.Empty(All.Where(item => item.Tool.Labels.All(label => label >= Risk.Write) && item.Judged.IsRead).Select(Name));

    [Fact]
    public void Nothing_destructive_goes_unasked() =>
        Assert.Empty(All.Where(item => item.Tool.Labels.All(label => label == Risk.Destructive) && item.Judged.Risk != Risk.Destructive).Select(Name));

    [Fact]
    public void Hardly_a_secret_counts_as_a_plain_read()
    {
        var missed = All.Where(item => item.Tool.Labels.All(label => label == Risk.Sensitive) && item.Judged.Risk == Risk.Read).Select(Name).Distinct().ToList();
        output.WriteLine(string.Join("\n", missed));
        Assert.InRange(missed.Count, 0, 2);
    }

    [Fact]
    public void Most_reads_that_say_so_are_reads()
    {
        var reads = All.Where(item => item.Tool.Labels.All(label => label == Risk.Read) && ReadingVerbs.Contains(NameWords.Split(item.Tool.Listed.Name)[0])).ToList();
        var refused = reads.Where(item => !item.Judged.IsRead).ToList();
        foreach (var item in refused)
            output.WriteLine($"{Name(item)}: {item.Judged.RiskReason}");
        Assert.InRange(refused.Count, 0, 0.15 * reads.Count);
    }

    private static string Name((LabelledTool Tool, IruTool Judged) item) => $"{item.Tool.Server} {item.Tool.Listed.Name} is {item.Judged.Risk}";
}
