using System.Management.Automation;
using IruMcp.Governance;

namespace IruMcp.PowerShell.Commands;

/// <summary>Takes rules out of a policy.</summary>
[Cmdlet(VerbsCommon.Remove, "IruMcpPolicy", SupportsShouldProcess = true, DefaultParameterSetName = "Tool")]
public sealed class RemoveIruMcpPolicyCommand : AsyncCmdlet
{
    /// <summary>The rules about these tools: the patterns exactly as the rules have them.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Tool")]
    [ArgumentCompleter(typeof(PolicyRuleCompleter))]
    public string[]? Tool { get; set; }

    [Parameter(ParameterSetName = "Tool")]
    [ValidateSet("User", "Machine")]
    public string Scope { get; set; } = "User";

    /// <summary>Rules from Get-IruMcpPolicy.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Rule")]
    public PolicyRule? InputObject { get; set; }

    protected override void ProcessRecord()
    {
        try
        {
            if (InputObject is not null)
                Remove(PolicyFile.Of(InputObject.Scope), InputObject);
            else
                RemoveNamed(PolicyFile.Of(PolicyChange.ScopeOf(Scope)));
        }
        catch (IruException failure)
        {
            WriteError(ErrorRecords.From(failure, (object?)InputObject ?? Tool));
        }
    }

    private void RemoveNamed(PolicyFile file)
    {
        foreach (var name in Tool!)
        {
            var found = file.Rules.Where(rule => rule.Tool.Contains(name, StringComparer.OrdinalIgnoreCase)).ToList();
            if (found.Count == 0)
                WriteError(ErrorRecords.From(new IruException("IruMcp.RuleNotFound", IruErrorCategory.ObjectNotFound,
                    Messages.NoSuchRule(name, file.Path), Messages.ListRules), name));
            foreach (var rule in found)
                Remove(file, rule);
        }
    }

    private void Remove(PolicyFile file, PolicyRule rule)
    {
        if (rule.Source != file.Path)
            throw PolicyText.NotInAFile(rule);
        if (ShouldProcess(file.Path, PolicyFile.DescribeRemove(rule)))
            file.Remove(rule);
    }
}
