using IruMcp.Hosts;

namespace IruMcp.Core.Tests.Hosts;

public sealed class FileWritingTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly HostSandbox _sandbox = new();

    [Fact]
    public void A_new_file_and_its_folder_are_for_their_user_alone()
    {
        var file = Path.Combine(_sandbox.Folder, "new", "folder", "mcp.json");
        HostConfiguration.Plan(_sandbox.Request("Cursor") with { Path = file }).Apply();

        Assert.True(File.Exists(file));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(file));
            Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(_sandbox.Folder, "new")));
        }
    }

    [Fact]
    public void The_mode_stays_and_a_readable_file_is_warned_about()
    {
        if (OperatingSystem.IsWindows())
            return;

        const UnixFileMode Shared = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        _sandbox.Text = "{}";
        File.SetUnixFileMode(_sandbox.File, Shared);
        var plan = HostConfiguration.Plan(_sandbox.Request("Cursor"));
        plan.Apply();

        Assert.Equal(Shared, File.GetUnixFileMode(_sandbox.File));
        Assert.Contains(plan.Warnings, warning => warning.Contains("Other users"));
    }

    [Fact]
    public void The_owner_stays()
    {
        if (OperatingSystem.IsWindows() || UnixFile.EffectiveUser != 0)
            return;

        _sandbox.Text = "{}";
        Assert.True(UnixFile.TryChangeOwner(_sandbox.File, 12345, 54321));
        HostConfiguration.Plan(_sandbox.Request("Cursor")).Apply();

        var status = UnixFile.StatusOf(_sandbox.File)!.Value;
        Assert.Equal((12345u, 54321u), (status.Owner, status.Group));
    }

    [Fact]
    public void An_administrators_new_file_belongs_to_the_folders_user()
    {
        if (OperatingSystem.IsWindows() || UnixFile.EffectiveUser != 0)
            return;

        Assert.True(UnixFile.TryChangeOwner(_sandbox.Folder, 12345, 54321));
        var file = Path.Combine(_sandbox.Folder, ".cursor", "mcp.json");
        HostConfiguration.Plan(_sandbox.Request("Cursor") with { Path = file }).Apply();

        Assert.Equal(12345u, UnixFile.StatusOf(file)!.Value.Owner);
        Assert.Equal(12345u, UnixFile.StatusOf(Path.GetDirectoryName(file)!)!.Value.Owner);
    }

    [Fact]
    public void A_link_is_written_through_and_stays_a_link()
    {
        if (OperatingSystem.IsWindows())
            return;

        var target = Path.Combine(_sandbox.Folder, "dotfiles.json");
        File.WriteAllText(target, "{}");
        File.CreateSymbolicLink(_sandbox.File, "dotfiles.json");
        HostConfiguration.Plan(_sandbox.Request("Cursor")).Apply();

        Assert.Equal("dotfiles.json", new FileInfo(_sandbox.File).LinkTarget);
        Assert.Contains("mcpServers", File.ReadAllText(target));
        Assert.Equal(2, Directory.GetFileSystemEntries(_sandbox.Folder).Length);
    }

    [Fact]
    public void A_link_that_another_user_owns_is_not_followed_with_administrator_rights()
    {
        if (OperatingSystem.IsWindows() || UnixFile.EffectiveUser != 0)
            return;

        var target = Path.Combine(_sandbox.Folder, "target.json");
        File.WriteAllText(target, "{}");
        File.CreateSymbolicLink(_sandbox.File, target);
        using (var change = System.Diagnostics.Process.Start("chown", ["-h", "12345", _sandbox.File]))
            change.WaitForExit();

        Assert.Contains("administrator", Refused(_sandbox.File).Message);
        Assert.Equal("{}", File.ReadAllText(target));
    }

    [Fact]
    public void Says_why_a_place_cannot_be_written()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_sandbox.Folder, "folder")).FullName;
        Assert.Contains("folder, not a file", Refused(folder).Message);
        Refused(Path.Combine(_sandbox.Folder, new string('x', 300)));
        Refused(Path.Combine(_sandbox.Folder, "made", new string('y', 300), "mcp.json"));
        File.WriteAllText(Path.Combine(_sandbox.Folder, "plain"), "");
        Refused(Path.Combine(_sandbox.Folder, "plain", "mcp.json"));
        Refused(Path.Combine(_sandbox.Folder, "a\0b"));
        if (OperatingSystem.IsLinux())
            Refused("/proc/iru/mcp.json");

        if (!OperatingSystem.IsWindows())
        {
            var link = Path.Combine(_sandbox.Folder, "dangling");
            File.CreateSymbolicLink(link, Path.Combine(_sandbox.Folder, "nowhere"));
            Assert.Contains("does not exist", Refused(link).Message);
            var loop = Path.Combine(_sandbox.Folder, "loop");
            File.CreateSymbolicLink(loop, loop);
            Refused(loop);
        }

        Assert.DoesNotContain(Directory.GetFileSystemEntries(_sandbox.Folder, "*", SearchOption.AllDirectories), entry => entry.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void A_read_only_file_is_left_alone()
    {
        _sandbox.Text = "{}";
        File.SetAttributes(_sandbox.File, FileAttributes.ReadOnly);
        try
        {
            Assert.Contains("read-only", Refused(_sandbox.File).Message);
            Assert.Equal("{}", _sandbox.Text);
            Assert.Single(Directory.GetFileSystemEntries(_sandbox.Folder));
        }
        finally
        {
            File.SetAttributes(_sandbox.File, FileAttributes.Normal);
        }
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        foreach (var bytes in new byte[][] { [0xFF, 0xFE, (byte)'{', 0, (byte)'}', 0], [(byte)'{', (byte)'"', 0xE4, (byte)'"', (byte)':', (byte)'1', (byte)'}'] })
        {
            File.WriteAllBytes(_sandbox.File, bytes);

            Assert.Equal("IruMcp.InvalidHostFile", Assert.Throws<IruException>(() => HostConfiguration.Plan(_sandbox.Request("Cursor"))).Id);
            Assert.Equal(bytes, File.ReadAllBytes(_sandbox.File));
        }
    }

    [Fact]
    public void A_file_that_changed_after_the_plan_is_edited_as_it_is_now()
    {
        _sandbox.Text = "{}";
        var plan = HostConfiguration.Plan(_sandbox.Request("Cursor"));
        _sandbox.Text = "{\"theirs\": 1}";
        plan.Apply();

        Assert.StartsWith("{\"theirs\": 1,", _sandbox.Text);
        Assert.Contains("\"iru\"", _sandbox.Text);
    }

    [Fact]
    public void An_entry_that_came_after_the_plan_still_needs_consent()
    {
        _sandbox.Text = "{}";
        var plan = HostConfiguration.Plan(_sandbox.Request("Cursor"));
        _sandbox.Text = "{\"mcpServers\":{\"iru\":{}}}";

        Assert.Equal("IruMcp.EntryExists", Assert.Throws<IruException>(plan.Apply).Id);
        Assert.Equal("{\"mcpServers\":{\"iru\":{}}}", _sandbox.Text);
    }

    [Fact]
    public void A_file_that_changes_before_the_rename_is_not_overwritten()
    {
        _sandbox.Text = "{}";
        var read = ConfigurationFile.Read(_sandbox.File);
        _sandbox.Text = "{ }";

        Assert.False(AtomicWriter.TryReplace(read, [1]));
        Assert.Equal("{ }", _sandbox.Text);
        Assert.Single(Directory.GetFileSystemEntries(_sandbox.Folder));
    }

    [Fact]
    public void Nothing_is_written_where_nothing_would_change()
    {
        _sandbox.Export("Cursor", null);
        var written = File.GetLastWriteTimeUtc(_sandbox.File).AddDays(-1);
        File.SetLastWriteTimeUtc(_sandbox.File, written);
        var plan = HostConfiguration.Plan(_sandbox.Request("Cursor", overwrite: true));
        plan.Apply();

        Assert.True(plan.IsUnchanged);
        Assert.Equal(written, File.GetLastWriteTimeUtc(_sandbox.File));
    }

    [Fact]
    public void What_a_killed_write_left_behind_is_removed_by_the_next_one()
    {
        var leftover = Path.Combine(_sandbox.Folder, ".iru-0123456789ab.tmp");
        var busy = Path.Combine(_sandbox.Folder, ".iru-ba9876543210.tmp");
        var theirs = Path.Combine(_sandbox.Folder, ".iru-notes.tmp");
        foreach (var file in new[] { leftover, busy, theirs })
            File.WriteAllText(file, HostSandbox.Key);
        File.SetLastWriteTimeUtc(leftover, DateTime.UtcNow.AddHours(-1));
        File.SetLastWriteTimeUtc(theirs, DateTime.UtcNow.AddHours(-1));
        _sandbox.Export("Cursor", null);

        Assert.False(File.Exists(leftover));
        Assert.True(File.Exists(busy));
        Assert.True(File.Exists(theirs));
    }

    private IruException Refused(string path)
    {
        var before = Directory.GetFileSystemEntries(_sandbox.Folder, "*", SearchOption.AllDirectories);
        var error = Assert.Throws<IruException>(() => HostConfiguration.Plan(_sandbox.Request("Cursor") with { Path = path }).Apply());
        Assert.Equal("IruMcp.FileNotWritable", error.Id);
        Assert.DoesNotContain("CANARY", error.ToString());
        Assert.Equal(before, Directory.GetFileSystemEntries(_sandbox.Folder, "*", SearchOption.AllDirectories));
        return error;
    }

    public void Dispose() => _sandbox.Dispose();
}
