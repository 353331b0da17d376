using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>The rules in force: the machine's and the user's.</summary>
public sealed class Policy
{
    /// <summary>How many destructive and disruptive calls one pipeline may send where no rule says otherwise.</summary>
    public const int DefaultMaximumPerPipeline = 25;

    /// <summary>How many of them may be sent over one connection in an hour where no rule says otherwise.</summary>
    public const int DefaultMaximumPerHour = 100;

    private static readonly PolicyAction[] Strictness = [PolicyAction.Deny, PolicyAction.Confirm, PolicyAction.Allow];

    internal Policy(IReadOnlyList<PolicySource> sources)
    {
        Sources = sources;
        Rules = [.. sources.SelectMany(source => source.Rules)
            .OrderBy(rule => rule.Action is { } action ? Array.IndexOf(Strictness, action) : Strictness.Length)
            .ThenByDescending(rule => rule.Scope)
            .Select((rule, index) => rule with { Order = index + 1 })];
        Problems = [.. sources.SelectMany(source => source.Problems)];
        Audit = sources.Aggregate(new AuditRules(), (stronger, source) => stronger.Over(source.Audit)).ToSettings();
    }

    /// <summary>All rules in the order in which they are asked: the strictest first, and of equally strict ones the machine's.</summary>
    public IReadOnlyList<PolicyRule> Rules { get; }

    /// <summary>The policy as it is on disk now.</summary>
    public static Policy Current => PolicyStore.Load(PolicyPlaces.Default);

    /// <summary>Why a policy cannot be used; empty where all can.</summary>
    public IReadOnlyList<PolicyProblem> Problems { get; }

    /// <summary>Where the audit trail is kept: the machine's settings go before the user's, one by one.</summary>
    public AuditSettings Audit { get; }

    public bool IsReadOnly => Sources.Any(source => source.IsReadOnly);

    /// <summary>The files and keys, the machine's first, also those that are not there.</summary>
    public IReadOnlyList<PolicySource> Sources { get; }

    internal Verdict Judge(PolicyQuestion question)
    {
        if (question.Risk != Risk.Read && Problems.Count > 0)
            return new Verdict
            {
                Action = PolicyAction.Deny,
                IsMachine = Problems[0].Scope == PolicyScope.Machine,
                Words = Problems[0].ToString(),
                RefusalId = PolicyText.Broken,
            };
        if (Sources.FirstOrDefault(source => source.IsReadOnly
                && (!question.IsRead || source.Scope == PolicyScope.Machine && question.Tool.IsLoweredByUser)) is { } readOnly)
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

    private Verdict? FromRules(PolicyQuestion question)
    {
        if (Rules.FirstOrDefault(rule => rule.Action is not null && RuleMatch.Matches(rule, question)) is not { } rule)
            return null;
        var isMachine = rule.Scope == PolicyScope.Machine;
        return new Verdict
        {
            Action = rule.Action,
            IsMachine = isMachine,
            NeedsPerson = rule.Action == PolicyAction.Confirm && (isMachine || question.Channel == Channel.Bridge),
            Words = PolicyText.Rule(rule),
            Rule = rule,
        };
    }

    /// <summary>A program that speaks for a person asks that person.</summary>
    private static Verdict DefaultOf(PolicyQuestion question) => (question.Channel, question.Risk) switch
    {
        (Channel.Bridge, Risk.Sensitive) => new Verdict { Action = PolicyAction.Deny, Words = PolicyText.BridgeSecrets },
        (Channel.Bridge, > Risk.Sensitive) => new Verdict { Action = PolicyAction.Confirm, NeedsPerson = true, Words = PolicyText.BridgeChanges },
        _ => new Verdict(),
    };
}
