using System.Collections;
using System.Management.Automation;
using IruMcp.Governance;

namespace IruMcp.PowerShell.Commands;

/// <summary>Adds a rule to a policy, or replaces the one with the same conditions; or changes the policy's settings.</summary>
[Cmdlet(VerbsCommon.Set, "IruMcpPolicy", SupportsShouldProcess = true, DefaultParameterSetName = RuleSet)]
[OutputType("IruMcp.Governance.PolicyRule")]
public sealed class SetIruMcpPolicyCommand : AsyncCmdlet
{
    private const string RuleSet = "Rule";
    private const string SettingsSet = "Settings";

    [Parameter(Position = 0, ParameterSetName = RuleSet)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ToolNameCompleter))]
    public string[]? Tool { get; set; }

    /// <summary>Documented operations, whatever the server calls their tools.</summary>
    [Parameter(ParameterSetName = RuleSet)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OperationCompleter))]
    public string[]? Operation { get; set; }

    [Parameter(ParameterSetName = RuleSet)]
    [ValidateSet("Read", "Sensitive", "Write", "Disruptive", "Destructive")]
    public string[]? Risk { get; set; }

    [Parameter(ParameterSetName = RuleSet)]
    [ValidateNotNull]
    public IDictionary? Argument { get; set; }

    /// <summary>A pattern of the connection's name, host or address.</summary>
    [Parameter(ParameterSetName = RuleSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string? Connection { get; set; }

    [Parameter(ParameterSetName = RuleSet)]
    [ValidateSet("Shell", "Bridge", "Agent")]
    public string? Channel { get; set; }

    [Parameter(Position = 1, ParameterSetName = RuleSet)]
    [ValidateSet("Allow", "Confirm", "Deny")]
    public string? Action { get; set; }

    [Parameter(ParameterSetName = RuleSet)]
    [ValidateRange(0, int.MaxValue)]
    public int MaximumPerPipeline { get; set; }

    [Parameter(ParameterSetName = RuleSet)]
    [ValidateRange(0, int.MaxValue)]
    public int MaximumPerHour { get; set; }

    [Parameter(ParameterSetName = RuleSet)]
    public string? Reason { get; set; }

    [Parameter(ParameterSetName = SettingsSet)]
    public bool ReadOnly { get; set; }

    [Parameter(ParameterSetName = SettingsSet)]
    [AllowEmptyString]
    public string? AuditPath { get; set; }

    [Parameter(ParameterSetName = SettingsSet)]
    public bool AuditToSystem { get; set; }

    [Parameter]
    [ValidateSet("User", "Machine")]
    public string Scope { get; set; } = "User";

    [Parameter(ParameterSetName = RuleSet)]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        try
        {
            var file = PolicyFile.Of(PolicyChange.ScopeOf(Scope));
            if (ParameterSetName == SettingsSet)
                SetSettings(file);
            else
                SetRule(file);
        }
        catch (IruException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure, Tool));
        }
    }

    private void SetRule(PolicyFile file)
    {
        var rule = new PolicyRule
        {
            Tool = Tool ?? [],
            Operation = Operation ?? [],
            Risk = PolicyChange.RisksOf(Risk),
            Argument = PolicyChange.ArgumentsOf(Argument),
            Connection = Connection,
            Channel = Channel is null ? null : PolicyChange.ChannelOf(Channel),
            Action = Action is null ? null : PolicyChange.ActionOf(Action),
            MaximumPerPipeline = Given(nameof(MaximumPerPipeline)) ? MaximumPerPipeline : null,
            MaximumPerHour = Given(nameof(MaximumPerHour)) ? MaximumPerHour : null,
            Reason = Reason,
        };
        var change = file.DescribeSet(rule);
        foreach (var warning in RuleNames.Warnings(rule, RunspaceConnections.All))
            WriteWarning(warning);
        if (!ShouldProcess(file.Path, change))
            return;
        file.Set(rule);
        if (PassThru)
            WriteObject(Policy.Current.Rules.First(other => other.Source == file.Path && other.Conditions == rule.Conditions));
    }

    private void SetSettings(PolicyFile file)
    {
        if (!Given(nameof(ReadOnly)) && AuditPath is null && !Given(nameof(AuditToSystem)))
            throw new IruException("IruMcp.InvalidRule", IruErrorCategory.InvalidArgument, Messages.NothingToSet, Messages.ForExampleARule);
        if (AuditPath is { Length: > 0 } && !System.IO.Path.IsPathRooted(AuditPath))
            throw new IruException("IruMcp.InvalidRule", IruErrorCategory.InvalidArgument, Messages.NotAFullPath(AuditPath), Messages.GiveFullPath(FilePath.Of(this, AuditPath)));
        var given = string.Join(", ", new[] { nameof(ReadOnly), nameof(AuditPath), nameof(AuditToSystem) }.Where(Given)
            .Select(name => $"{name} {MyInvocation.BoundParameters[name]}"));
        if (ShouldProcess(file.Path, Messages.ChangeSettings(given)))
            file.SetSettings(Given(nameof(ReadOnly)) ? ReadOnly : null, AuditPath, Given(nameof(AuditToSystem)) ? AuditToSystem : null);
    }

    private bool Given(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
