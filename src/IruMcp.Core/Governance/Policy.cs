using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>The rules in force: the machine's and the user's.</summary>
public sealed class Policy
{
    /// <summary>How many destructive and disruptive calls one pipeline may send where no rule says otherwise.</summary>
    public const int DefaultMaximumPerPipeline = 25;

    /// <summary>How many of them may be sent over one connection in an hour where no rule says otherwise.</summary>
    public const int DefaultMaximumPerHour = 100;

    internal Policy(IReadOnlyList<PolicySource> sources)
    {
        Sources = sources;
        Rules = [.. sources.SelectMany(source => source.Rules)];
        Problems = [.. sources.SelectMany(source => source.Problems)];
        Audit = sources.Aggregate(new AuditRules(), (stronger, source) => stronger.Over(source.Audit)).ToSettings();
    }

    /// <summary>All rules, the machine's first.</summary>
    public IReadOnlyList<PolicyRule> Rules { get; }

    /// <summary>Why a policy cannot be used; empty where all can.</summary>
    public IReadOnlyList<PolicyProblem> Problems { get; }

    /// <summary>Where the audit trail is kept: the machine's settings go before the user's, one by one.</summary>
    public AuditSettings Audit { get; }

    public bool IsReadOnly => Sources.Any(source => source.IsReadOnly);

    /// <summary>The files and keys, the machine's first.</summary>
    internal IReadOnlyList<PolicySource> Sources { get; }

    internal Verdict Judge(PolicyQuestion question)
    {
        var tool = question.Tool;
        if (tool.Risk != Risk.Read && Problems.Count > 0)
            return new Verdict
            {
                Action = PolicyAction.Deny,
                IsMachine = Problems[0].Scope == PolicyScope.Machine,
                Words = Problems[0].ToString(),
                RefusalId = PolicyText.Broken,
            };
        if (!tool.IsRead && Sources.FirstOrDefault(source => source.IsReadOnly) is { } readOnly)
            return new Verdict
            {
                Action = PolicyAction.Deny,
                IsMachine = readOnly.Scope == PolicyScope.Machine,
                Words = PolicyText.ReadOnlyBy(readOnly),
                RefusalId = PolicyText.ReadOnly,
            };
        return FromRules(question) ?? DefaultOf(question);
    }

    /// <summary>The limits that a call must keep to: the machine's and the user's both; where no rule sets one, the default for what is
    /// destructive or disruptive.</summary>
    internal CallLimits LimitsOf(PolicyQuestion question)
    {
        var rules = Rules.Where(rule => (rule.MaximumPerPipeline ?? rule.MaximumPerHour) is not null && RuleMatch.Matches(rule, question)).ToList();
        return new CallLimits(
            Limits(rules, question.Tool, rule => rule.MaximumPerPipeline, DefaultMaximumPerPipeline),
            Limits(rules, question.Tool, rule => rule.MaximumPerHour, DefaultMaximumPerHour));
    }

    private static List<CallLimit> Limits(List<PolicyRule> rules, IruTool tool, Func<PolicyRule, int?> maximum, int standard)
    {
        var limits = rules.Where(rule => maximum(rule) is not null).Select(rule => new CallLimit(maximum(rule)!.Value, rule)).ToList();
        if (limits.Count == 0 && tool.Risk >= Risk.Disruptive)
            limits.Add(new CallLimit(standard, null));
        return limits;
    }

    /// <summary>The strictest rule decides, and of equally strict ones the machine's.</summary>
    private Verdict? FromRules(PolicyQuestion question)
    {
        foreach (var action in new[] { PolicyAction.Deny, PolicyAction.Confirm, PolicyAction.Allow })
            if (Rules.FirstOrDefault(rule => rule.Action == action && RuleMatch.Matches(rule, question)) is { } rule)
            {
                var isMachine = rule.Scope == PolicyScope.Machine;
                return new Verdict
                {
                    Action = action,
                    IsMachine = isMachine,
                    NeedsPerson = action == PolicyAction.Confirm && (isMachine || question.Channel == Channel.Bridge),
                    Words = PolicyText.Rule(rule),
                    Rule = rule,
                };
            }
        return null;
    }

    /// <summary>A program that speaks for a person asks that person.</summary>
    private static Verdict DefaultOf(PolicyQuestion question) => (question.Channel, question.Tool.Risk) switch
    {
        (Channel.Bridge, Risk.Sensitive) => new Verdict { Action = PolicyAction.Deny, Words = PolicyText.BridgeSecrets },
        (Channel.Bridge, > Risk.Sensitive) => new Verdict { Action = PolicyAction.Confirm, NeedsPerson = true, Words = PolicyText.BridgeChanges },
        _ => new Verdict(),
    };
}
