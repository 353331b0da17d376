using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>The rules in force: the machine's and the user's.</summary>
public sealed class Policy
{
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

    /// <summary>The limits that a call must keep to: the machine's and the user's both; where no rule sets one, the defaults.</summary>
    internal CallLimits LimitsOf(PolicyQuestion question)
    {
        var call = CallKind.Of(question.Tool, question.Risk);
        var perPipeline = OfRules(question, rule => rule.MaximumPerPipeline);
        var perHour = OfRules(question, rule => rule.MaximumPerHour);
        var ownLimits = Rules.Where(rule => rule is { MaximumPerHour: not null, Connection: null, Channel: null, Argument.Count: 0 }).ToList();
        if (perPipeline.Count == 0 && DefaultLimits.PerPipeline(call) is { } inPipeline)
            perPipeline.Add(new CallLimit(inPipeline, null) { Of = call });
        if (perHour.Count == 0 && DefaultLimits.PerHour(call) is { } inHour)
        {
            perHour.Add(new CallLimit(inHour, null) { Of = call, OwnLimits = ownLimits });
            if (call.Risk == Risk.Destructive && DefaultLimits.EmergencyOf(call) is null)
                perHour.Add(new CallLimit(DefaultLimits.OverAllPerHour, null) { IsOverAll = true, OwnLimits = ownLimits });
        }
        return new CallLimits(perPipeline, perHour) { Rules = Rules };
    }

    /// <summary>Of the user's rules the one that names the operation or tool alone goes before broader ones, so that one limit can be raised
    /// by itself.</summary>
    private List<CallLimit> OfRules(PolicyQuestion question, Func<PolicyRule, int?> maximum)
    {
        var rules = Rules.Where(rule => maximum(rule) is not null && RuleMatch.Matches(rule, question)).ToList();
        if (rules.Any(rule => RuleMatch.NamesAlone(rule, question.Tool)))
            rules.RemoveAll(rule => rule.Scope == PolicyScope.User && !RuleMatch.NamesAlone(rule, question.Tool));
        return [.. rules.Select(rule => new CallLimit(maximum(rule)!.Value, rule) { Of = CallKind.Of(question.Tool, question.Risk) })];
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
            NeedsPerson = rule.Action == PolicyAction.Confirm && (isMachine || question.Channel != Channel.Shell),
            Words = PolicyText.Rule(rule),
            Rule = rule,
        };
    }

    /// <summary>A program that speaks for a person asks that person.</summary>
    private static Verdict DefaultOf(PolicyQuestion question) => (question.Channel, question.Risk) switch
    {
        (Channel.Bridge, Risk.Sensitive) => new Verdict { Action = PolicyAction.Deny, Words = PolicyText.BridgeSecrets },
        (Channel.Agent, Risk.Sensitive) => new Verdict { Action = PolicyAction.Deny, Words = PolicyText.AgentSecrets },
        (Channel.Agent, > Risk.Sensitive) => new Verdict { Action = PolicyAction.Confirm, NeedsPerson = true, Words = PolicyText.AgentChanges },
        (Channel.Bridge, > Risk.Sensitive) => new Verdict { Action = PolicyAction.Confirm, NeedsPerson = true, Words = PolicyText.BridgeChanges },
        _ => new Verdict(),
    };
}
