using System.Runtime.InteropServices;
using IruMcp.Governance;
using IruMcp.Hosts;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Governance;

/// <summary>What a user can do to the audit files must neither lift the hour's limit, nor leave a grave call unrecorded, nor hang the process.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class AuditAttackTests : IDisposable
{
    private static readonly CallLimit Two = new(2, new PolicyRule { Risk = [Risk.Destructive, Risk.Write] });

    private readonly AuditFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [UnixTheory]
    [InlineData("link to /dev/null")]
    [InlineData("link to a file")]
    [InlineData("link to nowhere")]
    [InlineData("pipe")]
    [InlineData("device folder")]
    [InlineData("second name")]
    public async Task What_is_no_file_of_ones_own_takes_no_record_and_holds_nobody_up(string what)
    {
        Put(what);
        var trail = _folder.Trail();
        var failure = await InTime(() => Assert.Throws<IruException>(() => trail.Allow(AuditFolder.Call(), "-Force", null, _folder.Log)));
        Assert.Equal("IruMcp.AuditUnavailable", failure.Id);
        Assert.Contains(_folder.File, failure.Message);
        Assert.Equal(0, new FileInfo(System.IO.Path.Combine(_folder.Path, "elsewhere")) is { Exists: true } elsewhere ? elsewhere.Length : 0);
    }

    [UnixTheory]
    [InlineData("link to /dev/null")]
    [InlineData("pipe")]
    [InlineData("link to nowhere")]
    public async Task A_limit_on_writes_holds_where_nothing_can_be_counted(string what)
    {
        Put(what);
        var trail = _folder.Trail();
        var call = AuditFolder.Call("set-name", "DeviceName", "x");
        await InTime(() => Assert.Equal("IruMcp.AuditUnavailable", Assert.Throws<IruException>(() => trail.Allow(call, "default", new CallLimits([], [Two]), _folder.Log)).Id));
        await InTime(() => trail.Allow(call, "default", null, _folder.Log));
        Assert.Single(_folder.Log.Messages);
    }

    [UnixTheory]
    [InlineData("emptied")]
    [InlineData("deleted")]
    [InlineData("replaced")]
    public void A_file_that_is_taken_away_gives_no_calls_back(string what)
    {
        var trail = _folder.Trail();
        trail.Allow(AuditFolder.Call(), "-Force", new CallLimits([], [Two]), _folder.Log);
        trail.Allow(AuditFolder.Call(), "-Force", new CallLimits([], [Two]), _folder.Log);
        if (what == "emptied")
            File.WriteAllBytes(_folder.File, []);
        else
            File.Delete(_folder.File);
        if (what == "replaced")
            File.WriteAllText(_folder.File, "{}\n");

        // A connection of its own, as after Disconnect-IruMcp and Connect-IruMcp.
        foreach (var other in new[] { trail, _folder.Trail() })
        {
            Assert.Equal("IruMcp.BlastRadius", Assert.Throws<IruException>(() => other.RequireWithin(new CallLimits([], [Two]), AuditFolder.Call())).Id);
            Assert.Equal("IruMcp.BlastRadius", Assert.Throws<IruException>(() => other.Allow(AuditFolder.Call(), "-Force", new CallLimits([], [Two]), _folder.Log)).Id);
        }
    }

    [UnixFact]
    public async Task A_pipe_among_the_full_files_is_passed_over()
    {
        var trail = _folder.Trail();
        trail.Allow(AuditFolder.Call(), "-Force", new CallLimits([], [Two]), _folder.Log);
        MakePipe(System.IO.Path.Combine(_folder.Path, AuditPlace.FullFileName(System.IO.Path.GetFileName(_folder.File), DateTime.UtcNow)));
        await InTime(() => trail.Allow(AuditFolder.Call(), "-Force", new CallLimits([], [Two]), _folder.Log));
        Assert.Equal("IruMcp.BlastRadius", Assert.Throws<IruException>(() => trail.Allow(AuditFolder.Call(), "-Force", new CallLimits([], [Two]), _folder.Log)).Id);
    }

    [RootFact]
    public void A_file_that_another_user_made_first_takes_no_record()
    {
        Directory.CreateDirectory(_folder.Path);
        File.WriteAllText(_folder.File, "");
        UnixFile.TryChangeOwner(_folder.File, 1000, 1000);
        Assert.Contains("belongs to another user", Assert.Throws<IruException>(() => _folder.Trail().Allow(AuditFolder.Call(), "-Force", null, _folder.Log)).Message);
    }

    [UnixFact]
    public void A_reader_that_keeps_the_file_open_stops_nobody()
    {
        var trail = _folder.Trail();
        trail.Allow(AuditFolder.Call(), "-Force", null, _folder.Log);
        using var shipper = new FileStream(_folder.File, FileMode.Open, FileAccess.Read, FileShare.Read);
        trail.Allow(AuditFolder.Call(), "-Force", null, _folder.Log)!.End(AuditOutcome.Succeeded, null);
        Assert.Equal(3, _folder.Lines().Count);
    }

    [RootFact]
    public void A_folder_that_can_only_be_added_to_is_enough()
    {
        var trail = _folder.Trail(maximumBytes: 1);
        trail.Allow(AuditFolder.Call(), "-Force", null, _folder.Log);
        if (SetFlags(_folder.File, AppendOnly) != 0)
            // The file system of this machine has no such attribute.
            return;
        try
        {
            trail.Allow(AuditFolder.Call(), "-Force", null, _folder.Log)!.End(AuditOutcome.Succeeded, null);
            Assert.Equal(3, _folder.Lines().Count);
            Assert.Empty(AuditPlace.FullFiles(_folder.File));
        }
        finally
        {
            SetFlags(_folder.File, 0);
        }
    }

    private void Put(string what)
    {
        Directory.CreateDirectory(_folder.Path);
        var elsewhere = System.IO.Path.Combine(_folder.Path, "elsewhere");
        switch (what)
        {
            case "link to /dev/null": File.CreateSymbolicLink(_folder.File, "/dev/null"); break;
            case "link to nowhere": File.CreateSymbolicLink(_folder.File, elsewhere); break;
            case "link to a file":
                File.WriteAllText(elsewhere, "");
                File.CreateSymbolicLink(_folder.File, elsewhere);
                break;
            case "second name":
                File.WriteAllText(elsewhere, "");
                Assert.Equal(0, link(elsewhere, _folder.File));
                break;
            case "device folder": Directory.CreateDirectory(_folder.File); break;
            default: MakePipe(_folder.File); break;
        }
    }

    private static void MakePipe(string path) => Assert.Equal(0, mkfifo(path, 0x180));

    /// <summary>A process that hangs fails here and does not stop the run.</summary>
    private static async Task<T> InTime<T>(Func<T> work) => await Task.Run(work).WaitAsync(TimeSpan.FromSeconds(30));

    private static async Task InTime(Action work) => await Task.Run(work).WaitAsync(TimeSpan.FromSeconds(30));

    private const long AppendOnly = 0x20;
    private const ulong SetFlagsRequest = 0x40086602;

    private static int SetFlags(string path, long flags)
    {
        using var file = File.OpenHandle(path);
        return ioctl((int)file.DangerousGetHandle(), SetFlagsRequest, ref flags);
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int mkfifo(string path, uint mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int link(string from, string to);

    [DllImport("libc", SetLastError = true)]
    private static extern int ioctl(int descriptor, ulong request, ref long flags);
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "Pipes and links of Unix.";
    }
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "Pipes and links of Unix.";
    }
}
