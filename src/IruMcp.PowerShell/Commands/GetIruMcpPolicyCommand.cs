using System.Management.Automation;
using IruMcp.Governance;

namespace IruMcp.PowerShell.Commands;

/// <summary>Lists the rules in force in the order in which they are asked, or the files that they come from.</summary>
[Cmdlet(VerbsCommon.Get, "IruMcpPolicy", DefaultParameterSetName = "Rule")]
[OutputType("IruMcp.Governance.PolicyRule", "IruMcp.Governance.PolicyRule" + CompletedProperties.Suffix, "IruMcp.Governance.PolicySource")]
public sealed class GetIruMcpPolicyCommand : AsyncCmdlet
{
    /// <summary>Rules that name such a tool, or whose patterns match it.</summary>
    [Parameter(Position = 0, ParameterSetName = "Rule")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ToolNameCompleter))]
    public string[]? Tool { get; set; }

    [Parameter]
    [ValidateSet("User", "Machine")]
    public string? Scope { get; set; }

    /// <summary>Gives the files and registry keys in place of the rules.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "File")]
    public SwitchParameter File { get; set; }

    protected override void ProcessRecord()
    {
        CompletedProperties.Ensure(this);
        var policy = Policy.Current;
        if (File)
            foreach (var source in policy.Sources.Where(source => IsWanted(source.Scope)))
                WriteObject(source);
        else
            WriteRules([.. policy.Rules.Where(rule => IsWanted(rule.Scope) && IsWanted(rule))]);
        foreach (var problem in policy.Problems.Where(problem => IsWanted(problem.Scope)))
            WriteError(ErrorRecords.From(PolicyChange.Broken(problem), problem));
        if (!File)
            foreach (var source in policy.Sources.Where(source => source.IsReadOnly && IsWanted(source.Scope)))
                WriteWarning(PolicyChange.ReadOnlyWarning(source));
    }

    private void WriteRules(IReadOnlyCollection<PolicyRule> rules)
    {
        if (rules.Count == 0)
            WriteVerbose(PolicyChange.NoRules);
        WriteObject(rules, enumerateCollection: true);
    }

    private bool IsWanted(PolicyScope scope) => Scope is null || string.Equals(scope.ToString(), Scope, StringComparison.OrdinalIgnoreCase);

    private bool IsWanted(PolicyRule rule) => Tool is null || Tool.Any(wanted => rule.Tool.Concat(rule.Operation).Any(pattern =>
        Wildcards.Matches(wanted, pattern) || Wildcards.Matches(pattern, wanted)));
}
