using IruMcp.Governance;

namespace IruMcp.Core.Tests.Governance;

/// <summary>A user's and a machine's policy in a folder of their own. The machine's counts as owned by administrators from this folder on
/// downwards, where the tests run as root.</summary>
internal sealed class PolicyFolder : IDisposable
{
    public PolicyFolder() => Directory.CreateDirectory(System.IO.Path.Combine(Path, "machine"));

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "irumcp-" + Guid.NewGuid().ToString("n"));

    public string User => System.IO.Path.Combine(Path, "user", "policy.json");

    public string Machine => System.IO.Path.Combine(Path, "machine", "policy.json");

    public PolicyPlaces Places => new() { UserFile = User, MachineFile = Machine, OwnedBelow = Path };

    public Policy Policy => PolicyStore.Load(Places);

    public static bool IsRoot => !OperatingSystem.IsWindows() && Environment.UserName == "root";

    public PolicyFolder WithUser(string json) => With(User, json);

    public PolicyFolder WithMachine(string json) => With(Machine, json);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private PolicyFolder With(string path, string json)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, json);
        return this;
    }
}

/// <summary>A test that needs files which belong to root.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!PolicyFolder.IsRoot)
            Skip = "Needs to run as root: the machine's policy must belong to it.";
    }
}
