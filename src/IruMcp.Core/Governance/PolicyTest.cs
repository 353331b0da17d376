using IruMcp.Connections;
using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>What would happen to a call, without sending it.</summary>
public sealed record PolicyTest
{
    public required string Tool { get; init; }

    public required Risk Risk { get; init; }

    /// <summary>The documented operation's id; null where none is known.</summary>
    public string? Operation { get; init; }

    /// <summary>The connection's name; empty where none is open.</summary>
    public required string Connection { get; init; }

    public required Channel Channel { get; init; }

    public required PolicyTestResult Result { get; init; }

    /// <summary>What says so: a rule, a default, a read-only connection.</summary>
    public required string By { get; init; }

    /// <summary>The rule; null where none decided.</summary>
    public PolicyRule? Rule { get; init; }

    /// <summary>True where -Force, -Confirm:$false or a program consents in a person's place.</summary>
    public bool IsLiftedByForce { get; init; }

    /// <summary>The smallest limit per pipeline; null for none.</summary>
    public int? MaximumPerPipeline { get; init; }

    /// <summary>The smallest limit per hour; null for none.</summary>
    public int? MaximumPerHour { get; init; }

    /// <summary>How far the answer can be trusted; null where it is certain.</summary>
    public string? Note { get; init; }

    /// <summary>True where nothing has this name: no tool of the connection, or without one no documented operation.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>Judges a call.</summary>
    /// <param name="connection">The connection; null where none is open: the name alone is judged then.</param>
    /// <param name="tool">The tool's name.</param>
    /// <param name="arguments">Its arguments; null where only the tool is asked about.</param>
    /// <param name="channel">Where the call would come from; null for the connection's own channel.</param>
    public static PolicyTest Of(IruConnection? connection, string tool, IReadOnlyDictionary<string, object?>? arguments, Channel? channel)
    {
        var documented = OperationTable.Operations.FirstOrDefault(operation => string.Equals(operation.Id, tool, StringComparison.OrdinalIgnoreCase));
        var known = connection?.Tools.Find(tool) ?? ToolCatalogue.Unlisted(tool, documented);
        var call = arguments is null ? null : Bind(known, arguments);
        var question = new PolicyQuestion(known, call, connection?.Name ?? "", connection?.Uri, channel ?? connection?.Channel ?? Channel.Shell);
        var policy = connection?.Policy ?? Policy.Current;
        var verdict = policy.Judge(question);
        var limits = policy.LimitsOf(question);
        var isClosed = connection is { IsReadOnly: true } && !question.IsRead;
        var isListed = connection is null || !known.IsUnlisted;
        var result = isClosed || !isListed ? PolicyTestResult.Denied : ResultOf(verdict, question.Risk);
        return new PolicyTest
        {
            Tool = known.Name,
            Risk = question.Risk,
            Operation = known.Operation?.Id,
            Connection = question.ConnectionName,
            Channel = question.Channel,
            Result = result,
            By = isClosed ? PolicyText.ReadOnlyOpened
                : !isListed && verdict.Action != PolicyAction.Deny ? PolicyText.NotListed
                : verdict.Words.Length > 0 ? verdict.Words : PolicyText.DefaultFor(question.Risk),
            Rule = isClosed ? null : verdict.Rule,
            IsLiftedByForce = result == PolicyTestResult.Asked && !verdict.NeedsPerson,
            MaximumPerPipeline = Smallest(limits.PerPipeline),
            MaximumPerHour = Smallest(limits.PerHour),
            Note = connection is null
                ? documented is null ? PolicyText.UnknownName(NearestNames.Of(tool, OperationTable.Operations.Select(operation => operation.Id))) : PolicyText.ByNameOnly
                : isListed ? null : PolicyText.RunsWhereAllowed(connection.Name, known.Name, ResultOf(verdict, question.Risk), connection.Tools.Suggest(tool)),
            IsUnknown = connection is null ? documented is null : !isListed,
        };
    }

    private static PolicyTestResult ResultOf(Verdict verdict, Risk risk) => verdict.Action switch
    {
        PolicyAction.Deny => PolicyTestResult.Denied,
        PolicyAction.Confirm => PolicyTestResult.Asked,
        PolicyAction.Allow => PolicyTestResult.Allowed,
        _ => risk == Risk.Destructive ? PolicyTestResult.Asked : PolicyTestResult.Allowed,
    };

    /// <summary>Who asks about some arguments need not give those that the tool requires.</summary>
    private static ToolCall Bind(IruTool tool, IReadOnlyDictionary<string, object?> arguments)
    {
        var none = new Dictionary<string, object?>();
        try
        {
            return ToolCall.Bind(tool, null, none, arguments, new Results.PageRequest());
        }
        catch (IruException incomplete) when (incomplete.Id == "IruMcp.MissingArgument")
        {
            return ToolCall.Bind(ToolCatalogue.Unlisted(tool.Name), null, none, arguments, new Results.PageRequest());
        }
    }

    private static int? Smallest(IReadOnlyList<CallLimit> limits) => limits.Count == 0 ? null : limits.Min(limit => limit.Maximum);
}

public enum PolicyTestResult
{
    /// <summary>It is sent without a question.</summary>
    Allowed,

    /// <summary>A person is asked first.</summary>
    Asked,

    /// <summary>It is not sent.</summary>
    Denied,
}
