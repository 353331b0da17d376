using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>The machine's policy from the registry: the simple settings of the administrative template, and a whole policy as JSON.</summary>
internal static class RegistryPolicy
{
    private static readonly PolicyAction[] Lists = [PolicyAction.Deny, PolicyAction.Confirm, PolicyAction.Allow];

    public static PolicySource Read(string key)
    {
        try
        {
            return From(@"HKLM\" + key, MachineRegistry.ReadValues(key), list => MachineRegistry.ReadValues($@"{key}\{list}"));
        }
        catch (IOException unreadable)
        {
            return PolicySource.Broken(PolicyScope.Machine, @"HKLM\" + key, unreadable.Message);
        }
    }

    /// <param name="name">The key's name, for messages.</param>
    /// <param name="values">Its values; null where the key is not there.</param>
    /// <param name="listOf">The values of a key below it, by name.</param>
    public static PolicySource From(
        string name, IReadOnlyDictionary<string, object?>? values, Func<PolicyAction, IReadOnlyDictionary<string, object?>?> listOf)
    {
        var lists = Lists.Select(action => (Action: action, Patterns: listOf(action))).Where(list => list.Patterns is not null).ToList();
        if (values is null && lists.Count == 0)
            return new PolicySource(PolicyScope.Machine, name);

        var source = ReadValues(name, values ?? new Dictionary<string, object?>());
        var problems = source.Problems.ToList();
        var rules = source.Rules.ToList();
        foreach (var (action, patterns) in lists)
            foreach (var pattern in patterns!)
                if (pattern.Value is string text && PolicyRules.WhatIsWrongWith(text, "tool") is null)
                    rules.Add(new PolicyRule { Tool = [text], Action = action, Scope = PolicyScope.Machine, Source = name, Index = rules.Count + 1 });
                else
                    problems.Add(Wrong(name, $@"{action}\{pattern.Key}", PolicyText.NotA(pattern.Key, "a pattern of tool names")));
        return source with { Exists = true, Rules = rules, Problems = problems };
    }

    private static PolicySource ReadValues(string name, IReadOnlyDictionary<string, object?> values)
    {
        var source = values.TryGetValue("Policy", out var json) && json is string text && text.Trim().Length > 0
            ? PolicyReader.Read(PolicyScope.Machine, name, text)
            : new PolicySource(PolicyScope.Machine, name);
        var problems = source.Problems.ToList();
        var limits = new PolicyRule { Risk = [Risk.Disruptive, Risk.Destructive], Scope = PolicyScope.Machine, Source = name };
        var audit = source.Audit;
        var isReadOnly = source.IsReadOnly;
        foreach (var value in values)
            switch (value.Key.ToLowerInvariant(), value.Value)
            {
                case ("policy", string) or ("", null or ""):
                    break;
                case ("readonly", 0 or 1):
                    isReadOnly |= value.Value is 1;
                    break;
                case ("maximumperpipeline", int number and >= 0):
                    limits = limits with { MaximumPerPipeline = number };
                    break;
                case ("maximumperhour", int number and >= 0):
                    limits = limits with { MaximumPerHour = number };
                    break;
                case ("auditpath", string path) when Path.IsPathRooted(path):
                    audit = audit with { Path = path };
                    break;
                case ("audittosystem", 0 or 1):
                    audit = audit with { Sink = value.Value is 1 ? AuditSink.System : AuditSink.None };
                    break;
                default:
                    problems.Add(Wrong(name, value.Key, PolicyText.UnknownValue(value.Key)));
                    break;
            }
        var hasLimits = limits.MaximumPerPipeline is not null || limits.MaximumPerHour is not null;
        return source with
        {
            IsReadOnly = isReadOnly,
            Audit = audit,
            Problems = problems,
            Rules = hasLimits ? [.. source.Rules, limits with { Index = source.Rules.Count + 1 }] : source.Rules,
        };
    }

    private static PolicyProblem Wrong(string name, string place, string message) => new(PolicyScope.Machine, name, place, message);
}
