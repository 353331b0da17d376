using System.Collections.Concurrent;
using IruMcp.Files;

namespace IruMcp.Governance;

/// <summary>Gives the policy as it is on disk at this moment, so that an administrator's change reaches sessions that are open.</summary>
internal static class PolicyStore
{
    private const int Missing = -1;

    private static readonly ConcurrentDictionary<(PolicyScope Scope, string Path), (byte[] Bytes, PolicySource Source)> Parsed = new();

    public static Policy Load(PolicyPlaces places)
    {
        var sources = new List<PolicySource>();
        if (places.MachineKey is { } key)
            sources.Add(RegistryPolicy.Read(key));
        sources.Add(places.MachineFile is { } machine
            ? Read(PolicyScope.Machine, machine, () => FileOwnership.WhyNotTrusted(machine, places.OwnedBelow))
            : PolicySource.Broken(PolicyScope.Machine, "ProgramData", PolicyText.NoMachineFolder));
        sources.Add(Read(PolicyScope.User, places.UserFile, static () => null));
        return new Policy(sources);
    }

    private static PolicySource Read(PolicyScope scope, string path, Func<string?> whyNotTrusted)
    {
        try
        {
            if (!IsThere(path))
                return new PolicySource(scope, path);
            if (whyNotTrusted() is { } why)
                return PolicySource.Broken(scope, path, why);
            var bytes = RegularFile.ReadAllBytes(path);
            if (Parsed.TryGetValue((scope, path), out var known) && known.Bytes.SequenceEqual(bytes))
                return known.Source;
            var source = PolicyReader.Read(scope, path, bytes);
            Parsed[(scope, path)] = (bytes, source);
            return source;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return PolicySource.Broken(scope, path, PolicyText.Unreadable(unreadable));
        }
    }

    /// <summary>A file that cannot be seen is not one that is missing: a folder closed to users must not switch its policy off. (FileInfo
    /// tells the two apart without an exception, which would cost more than the rest of a call.)</summary>
    private static bool IsThere(string path) => (int)new FileInfo(path).Attributes != Missing;
}
