using IruMcp.Hosts;

namespace IruMcp.Governance;

/// <summary>One policy file, for changing it: a change is described first and written when it is applied.</summary>
public sealed class PolicyFile
{
    private const int MostTries = 5;

    private readonly PolicyScope _scope;

    private readonly string? _below;

    /// <param name="below">For the machine's: the folder that is trusted and whose own rights are not looked at; null for the root.</param>
    internal PolicyFile(PolicyScope scope, string path, string? below = null)
    {
        _scope = scope;
        _below = below;
        Path = path;
    }

    public string Path { get; }

    /// <exception cref="IruException">Where the machine's file belongs cannot be told.</exception>
    public static PolicyFile Of(PolicyScope scope) => new(scope, scope == PolicyScope.User
        ? PolicyPlaces.Default.UserFile
        : PolicyPlaces.Default.MachineFile ?? throw PolicyText.InvalidRule(PolicyText.NoMachineFolder), PolicyPlaces.Default.OwnedBelow);

    /// <summary>The rules in the file, in its order.</summary>
    /// <exception cref="IruException">The file is broken.</exception>
    public IReadOnlyList<PolicyRule> Rules => Parse(Read()).Rules;

    /// <summary>What setting the rule would do: adding it, or replacing the one with the same conditions.</summary>
    /// <exception cref="IruException">The rule is not a whole one, or the file is broken.</exception>
    public string DescribeSet(PolicyRule rule)
    {
        RequireWhole(rule);
        return Rules.FirstOrDefault(other => PolicyRules.HaveSameConditions(rule, other)) is { } old ? PolicyText.Replace(rule, old) : PolicyText.Add(rule);
    }

    public static string DescribeRemove(PolicyRule rule) => PolicyText.Remove(rule);

    /// <summary>Adds the rule, or replaces the one with the same conditions.</summary>
    /// <exception cref="IruException">The rule is not a whole one, or the file is broken or cannot be written.</exception>
    public void Set(PolicyRule rule)
    {
        RequireWhole(rule);
        Change(source =>
        {
            var rules = source.Rules.ToList();
            var at = rules.FindIndex(other => PolicyRules.HaveSameConditions(rule, other));
            if (at < 0)
                rules.Add(rule);
            else
                rules[at] = rule;
            return source with { Rules = rules };
        });
    }

    /// <summary>Takes away the rule with the same conditions; nothing where there is none.</summary>
    /// <exception cref="IruException">The file is broken or cannot be written.</exception>
    public void Remove(PolicyRule rule) =>
        Change(source => source with { Rules = [.. source.Rules.Where(other => !PolicyRules.HaveSameConditions(rule, other))] });

    /// <summary>Changes what is no rule; null leaves it as it is.</summary>
    /// <param name="isReadOnly">True refuses everything that changes something.</param>
    /// <param name="auditPath">The folder of the audit trail, a full path; empty for the default.</param>
    /// <param name="isAuditSentToSystem">True sends every line of it to the system's log as well.</param>
    /// <exception cref="IruException">The path is not full, or the file is broken or cannot be written.</exception>
    public void SetSettings(bool? isReadOnly, string? auditPath, bool? isAuditSentToSystem)
    {
        if (auditPath is { Length: > 0 } && !System.IO.Path.IsPathRooted(auditPath))
            throw PolicyText.InvalidRule(PolicyText.NotA("AuditPath", "a full path"));
        Change(source => source with
        {
            IsReadOnly = isReadOnly ?? source.IsReadOnly,
            Audit = source.Audit with
            {
                Path = auditPath is null ? source.Audit.Path : auditPath.Length == 0 ? null : auditPath,
                Sink = isAuditSentToSystem is { } toSystem ? toSystem ? AuditSink.System : AuditSink.None : source.Audit.Sink,
            },
        });
    }

    private static void RequireWhole(PolicyRule rule)
    {
        if (PolicyRules.WhatIsMissing(rule) is { } missing)
            throw PolicyText.InvalidRule(missing);
        var patterns = rule.Tool.Select(pattern => (pattern, "tool")).Concat(rule.Operation.Select(pattern => (pattern, "operation")))
            .Concat(rule.Argument.SelectMany(argument => argument.Value.DefaultIfEmpty("").Select(value => (value, argument.Key))));
        foreach (var (pattern, name) in patterns)
            if (PolicyRules.WhatIsWrongWith(pattern, name) is { } wrong)
                throw PolicyText.InvalidRule(wrong);
    }

    private void Change(Func<PolicySource, PolicySource> change)
    {
        try
        {
            for (var attempt = 0; attempt < MostTries; attempt++)
            {
                var file = Read();
                if (_scope == PolicyScope.Machine)
                    MachineFolder.Prepare(Path, _below);
                if (!AtomicWriter.TryReplace(file, PolicyWriter.Write(change(Parse(file)))))
                    continue;
                if (_scope == PolicyScope.Machine)
                {
                    MachineFolder.MakeReadable(Path);
                    MachineFolder.RequireTrusted(Path, _below);
                }
                return;
            }
            throw new IOException(PolicyText.KeepsChanging);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw PolicyText.NotWritten(Path, error);
        }
        catch (IruException error) when (error.Id == "IruMcp.FileNotWritable")
        {
            throw PolicyText.NotWritten(error);
        }
    }

    private ConfigurationFile Read() => ConfigurationFile.Read(Path);

    private PolicySource Parse(ConfigurationFile file)
    {
        if (!file.Exists)
            return new PolicySource(_scope, Path);
        var source = PolicyReader.Read(_scope, Path, file.Bytes);
        return source.Problems.Count == 0 ? source : throw PolicyText.BrokenFile(source.Problems[0]);
    }
}
