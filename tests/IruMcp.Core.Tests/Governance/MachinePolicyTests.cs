using IruMcp.Governance;
using IruMcp.Hosts;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Governance;

/// <summary>What makes a file the machine's policy, and what the registry may hold.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class MachinePolicyTests : IDisposable
{
    private const string Deny = """{ "rules": [ { "action": "Deny", "tool": "erase-*" } ] }""";

    private readonly PolicyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RootFact]
    public void Counts_where_root_owns_it_and_nobody_else_writes_it()
    {
        _folder.WithMachine(Deny);
        Assert.Empty(_folder.Policy.Problems);
        Assert.Equal(PolicyScope.Machine, Assert.Single(_folder.Policy.Rules).Scope);
    }

    [RootTheory]
    [InlineData("file of a user")]
    [InlineData("folder of a user")]
    [InlineData("file that others write")]
    [InlineData("file that a group writes")]
    [InlineData("folder that others write")]
    [InlineData("link of a user")]
    [InlineData("link to a file of a user")]
    [InlineData("link to nowhere")]
    [InlineData("folder in its place")]
    public void Is_a_problem_and_no_policy_otherwise(string what)
    {
        _folder.WithMachine(Deny);
        var elsewhere = System.IO.Path.Combine(_folder.Path, "elsewhere.json");
        switch (what)
        {
            case "file of a user": UnixFile.TryChangeOwner(_folder.Machine, 1000, 0); break;
            case "folder of a user": UnixFile.TryChangeOwner(System.IO.Path.GetDirectoryName(_folder.Machine)!, 1000, 0); break;
            case "file that others write": Write(_folder.Machine, UnixFileMode.OtherWrite); break;
            case "file that a group writes":
                UnixFile.TryChangeOwner(_folder.Machine, 0, 1000);
                Write(_folder.Machine, UnixFileMode.GroupWrite);
                break;
            case "folder that others write": Write(System.IO.Path.GetDirectoryName(_folder.Machine)!, UnixFileMode.OtherWrite); break;
            case "folder in its place":
                File.Delete(_folder.Machine);
                Directory.CreateDirectory(_folder.Machine);
                break;
            default:
                File.Move(_folder.Machine, elsewhere);
                File.CreateSymbolicLink(_folder.Machine, elsewhere);
                if (what == "link of a user")
                    LinkOwner(_folder.Machine, 1000);
                else if (what == "link to a file of a user")
                    UnixFile.TryChangeOwner(elsewhere, 1000, 0);
                else
                    File.Delete(elsewhere);
                break;
        }

        Assert.Empty(_folder.Policy.Rules);
        var problem = Assert.Single(_folder.Policy.Problems);
        Assert.Equal((PolicyScope.Machine, _folder.Machine), (problem.Scope, problem.Source));
        Assert.Equal("IruMcp.PolicyBroken", _folder.Policy.Judge(new PolicyQuestion(ToolCatalogue.Unlisted("restart"), null, "", null, Channel.Shell)).RefusalId);
    }

    [RootFact]
    public void A_link_of_roots_to_a_file_of_roots_is_followed()
    {
        _folder.WithMachine(Deny);
        var elsewhere = System.IO.Path.Combine(_folder.Path, "elsewhere.json");
        File.Move(_folder.Machine, elsewhere);
        File.CreateSymbolicLink(_folder.Machine, elsewhere);
        Assert.Empty(_folder.Policy.Problems);
        Assert.Single(_folder.Policy.Rules);
    }

    [RootFact]
    public void A_change_of_the_file_and_of_its_owner_is_seen_at_once()
    {
        Assert.Empty(_folder.Policy.Rules);
        _folder.WithMachine(Deny);
        Assert.Single(_folder.Policy.Rules);
        _folder.WithMachine("{}");
        Assert.Empty(_folder.Policy.Rules);
        UnixFile.TryChangeOwner(_folder.Machine, 1000, 0);
        Assert.Single(_folder.Policy.Problems);
    }

    [RootFact]
    public void Every_user_can_read_what_is_written_for_the_machine()
    {
        var machine = System.IO.Path.Combine(_folder.Path, "new", "policy.json");
        new PolicyFile(PolicyScope.Machine, machine, _folder.Path).Set(new PolicyRule { Tool = ["erase-*"], Action = PolicyAction.Deny });
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(machine));
        Assert.True(File.GetUnixFileMode(System.IO.Path.GetDirectoryName(machine)!).HasFlag(UnixFileMode.OtherRead | UnixFileMode.OtherExecute));
        Assert.Single(PolicyStore.Load(_folder.Places with { MachineFile = machine }).Rules);
    }

    [RootTheory]
    [InlineData("folder of a user")]
    [InlineData("folder that others write")]
    [InlineData("link of a user")]
    [InlineData("parent that others write")]
    public void Nothing_is_written_where_it_would_not_count(string what)
    {
        var folder = System.IO.Path.Combine(_folder.Path, "machine");
        var machine = System.IO.Path.Combine(folder, "policy.json");
        File.WriteAllText(System.IO.Path.Combine(folder, "notes.txt"), "of a user");
        switch (what)
        {
            case "folder of a user": UnixFile.TryChangeOwner(folder, 1000, 1000); break;
            case "folder that others write": Write(folder, UnixFileMode.OtherWrite); break;
            case "parent that others write":
                folder = System.IO.Path.Combine(folder, "inner");
                machine = System.IO.Path.Combine(folder, "policy.json");
                Write(System.IO.Path.GetDirectoryName(folder)!, UnixFileMode.OtherWrite);
                break;
            default:
                Directory.Move(folder, folder + ".real");
                File.CreateSymbolicLink(folder, folder + ".real");
                LinkOwner(folder, 1000);
                break;
        }

        var failure = Assert.Throws<IruException>(() =>
            new PolicyFile(PolicyScope.Machine, machine, _folder.Path).Set(new PolicyRule { Tool = ["erase-*"], Action = PolicyAction.Deny }));
        Assert.Equal("IruMcp.PolicyNotWritable", failure.Id);
        if (what != "link of a user")
            Assert.Contains("chown", failure.NextStep);
        Assert.False(File.Exists(machine));
    }

    [RootFact]
    public void An_empty_folder_that_a_user_made_first_is_made_anew()
    {
        var folder = System.IO.Path.Combine(_folder.Path, "machine");
        UnixFile.TryChangeOwner(folder, 1000, 1000);
        new PolicyFile(PolicyScope.Machine, _folder.Machine, _folder.Path).Set(new PolicyRule { Tool = ["erase-*"], Action = PolicyAction.Deny });
        Assert.Empty(_folder.Policy.Problems);
        Assert.Single(_folder.Policy.Rules);
    }

    [RootFact]
    public void Commands_of_the_error_make_it_right()
    {
        var folder = System.IO.Path.Combine(_folder.Path, "machine");
        File.WriteAllText(System.IO.Path.Combine(folder, "notes.txt"), "of a user");
        UnixFile.TryChangeOwner(folder, 1000, 1000);
        Write(folder, UnixFileMode.OtherWrite);
        var file = new PolicyFile(PolicyScope.Machine, _folder.Machine, _folder.Path);
        var rule = new PolicyRule { Tool = ["erase-*"], Action = PolicyAction.Deny };
        var commands = Assert.Throws<IruException>(() => file.Set(rule)).NextStep!;
        commands = commands.Substring(commands.IndexOf("chown", StringComparison.Ordinal), commands.IndexOf("'.", StringComparison.Ordinal) + 1 - commands.IndexOf("chown", StringComparison.Ordinal));
        using var shell = System.Diagnostics.Process.Start("/bin/sh", ["-c", commands])!;
        shell.WaitForExit();
        file.Set(rule);
        Assert.Empty(_folder.Policy.Problems);
        Assert.Single(_folder.Policy.Rules);
    }

    [Fact]
    public void No_variable_of_the_environment_moves_the_machines_places()
    {
        static HostEnvironment Of(HostPlatform platform) => new() { Platform = platform, Home = "/tmp/evil", AppData = @"C:\evil", GetVariable = _ => "/tmp/evil" };
        Assert.Equal("/etc/irumcp/policy.json", PolicyPlaces.Of(Of(HostPlatform.Linux)).MachineFile);
        Assert.Equal("/Library/Application Support/IruMcp/policy.json", PolicyPlaces.Of(Of(HostPlatform.MacOS)).MachineFile);
        Assert.Equal(@"SOFTWARE\Policies\IruMcp", PolicyPlaces.Of(Of(HostPlatform.Windows)).MachineKey);
        Assert.Equal("/tmp/evil/irumcp/policy.json", PolicyPlaces.Of(Of(HostPlatform.Linux)).UserFile);
    }

    [Fact]
    public void The_registry_takes_lists_limits_settings_and_a_whole_policy()
    {
        var source = Registry(
            new()
            {
                ["Policy"] = Deny, ["ReadOnly"] = 1, ["MaximumPerPipeline"] = 5, ["MaximumPerHour"] = 50, ["AuditPath"] = "/share", ["AuditToSystem"] = 1,
            },
            new() { ["1"] = "lock-*", ["2"] = "wipe-*" });
        Assert.Empty(source.Problems);
        Assert.True(source.IsReadOnly);
        Assert.Equal(new AuditRules("/share", AuditSink.System), source.Audit);
        Assert.Equal(["erase-*", "lock-*", "wipe-*"], source.Rules.Where(rule => rule.Action == PolicyAction.Deny).SelectMany(rule => rule.Tool));
        Assert.Equal((5, 50), (source.Rules.Single(rule => rule.Action is null).MaximumPerPipeline, source.Rules.Single(rule => rule.Action is null).MaximumPerHour));
        Assert.Equal(source.Rules.Count, source.Rules.Select(rule => rule.Index).Distinct().Count());
    }

    [Theory]
    [InlineData("Policy", "{ \"rulez\": 1 }")]
    [InlineData("Polciy", "{}")]
    [InlineData("ReadOnly", 2)]
    [InlineData("ReadOnly", "yes")]
    [InlineData("MaximumPerHour", -1)]
    [InlineData("AuditPath", "here")]
    public void What_the_registry_holds_otherwise_is_a_problem(string name, object value) =>
        Assert.NotEmpty(Registry(new() { [name] = value }, null).Problems);

    [Fact]
    public void A_registry_without_the_key_is_no_policy_and_lists_alone_are_one()
    {
        Assert.False(RegistryPolicy.From("HKLM", null, _ => null).Exists);
        Assert.Single(Registry(null, new() { ["1"] = "erase-*" }).Rules);
        Assert.Single(Registry(null, new() { ["1"] = "" }).Problems);
        Assert.Single(Registry(null, new() { ["1"] = 7 }).Problems);
    }

    private static PolicySource Registry(Dictionary<string, object?>? values, Dictionary<string, object?>? denied) =>
        RegistryPolicy.From("HKLM", values, action => action == PolicyAction.Deny ? denied : null);

    private static void Write(string path, UnixFileMode more) => File.SetUnixFileMode(path, File.GetUnixFileMode(path) | more);

    [System.Runtime.InteropServices.DllImport("libc", SetLastError = true)]
    private static extern int lchown(string path, uint owner, uint group);

    private static void LinkOwner(string path, uint owner) => Assert.Equal(0, lchown(path, owner, owner));
}
