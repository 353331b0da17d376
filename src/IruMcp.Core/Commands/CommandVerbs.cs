namespace IruMcp.Commands;

/// <summary>PowerShell's approved verb for the verb of a tool's name.</summary>
internal static class CommandVerbs
{
    /// <summary>The verb of a command whose tool's name has none, or one that would promise less than the tool does.</summary>
    public const string Neutral = "Invoke";

    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal) { "Get", "Test", "Export" };

    private static readonly Dictionary<string, string> ByWord = Load(
        "Get:get list fetch show retrieve read view find search query describe lookup browse enumerate download inspect display obtain reveal",
        "New:create new make insert", "Add:add assign attach", "Register:register", "Set:set update modify edit patch change put alter toggle",
        "Remove:delete remove destroy drop purge unassign detach", "Clear:clear erase wipe", "Reset:reset", "Lock:lock", "Unlock:unlock",
        "Restart:restart reboot", "Stop:stop shutdown poweroff cancel abort halt", "Start:start begin", "Invoke:invoke run execute perform trigger issue",
        "Send:send push ping", "Enable:enable activate", "Disable:disable deactivate", "Install:install reinstall", "Uninstall:uninstall",
        "Update:renew refresh", "Rename:rename", "Move:move", "Copy:copy clone duplicate", "Export:export", "Import:import", "Sync:sync synchronize",
        "Test:test check verify validate", "Approve:approve", "Deny:deny reject", "Revoke:revoke", "Grant:grant", "Suspend:suspend pause",
        "Resume:resume", "Restore:restore", "Merge:merge", "Block:block ban quarantine", "Unblock:unblock", "Request:request", "Submit:submit",
        "Publish:publish upload", "Convert:convert", "Complete:complete finish");

    /// <summary>The approved verb for a lower-case word; null where the word is no verb that is known.</summary>
    public static string? Of(string word) => ByWord.TryGetValue(word, out var verb) ? verb : null;

    /// <summary>True for verbs that people take for reading.</summary>
    public static bool SoundsHarmless(string verb) => Harmless.Contains(verb);

    private static Dictionary<string, string> Load(params string[] groups)
    {
        var verbs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in groups.Select(group => group.Split(':')))
            foreach (var word in group[1].Split(' '))
                verbs.Add(word, group[0]);
        return verbs;
    }
}
