using System.Globalization;
using IruMcp.Connections;
using IruMcp.Governance;
using IruMcp.Results;

namespace IruMcp.Tools;

/// <summary>One call of a tool with its arguments bound, ready to be approved and sent.</summary>
public sealed class ToolCall
{
    private const string DevicePath = "/api/v1/devices/{device_id}";
    private const int MostArgumentsShown = 4;
    private const int LongestValueShown = 60;

    private Risk? _risk;

    internal ToolCall(IruTool tool, BoundArguments arguments)
    {
        Tool = tool;
        Arguments = arguments;
    }

    /// <summary>Binds the arguments of one call.</summary>
    /// <param name="tool">The tool to call.</param>
    /// <param name="item">The object of the pipeline that the identifiers come from; null for none.</param>
    /// <param name="parameters">Values by the tool's own parameter names.</param>
    /// <param name="arguments">Values as the user gave them in one piece; null for none.</param>
    /// <param name="page">Which part of a long result is wanted.</param>
    /// <param name="cleared">The optional arguments whose present value the call takes away; null for none.</param>
    /// <exception cref="IruException">An argument is missing, unknown or of the wrong kind.</exception>
    public static ToolCall Bind(
        IruTool tool, PipelineItem? item, IReadOnlyDictionary<string, object?> parameters,
        IReadOnlyDictionary<string, object?>? arguments, PageRequest page, IReadOnlyList<string>? cleared = null) =>
        new(tool, ArgumentBinder.Bind(tool, item, parameters, arguments, cleared: cleared)) { Page = page };

    /// <summary>Binds the arguments that an AI client gave as JSON, in which null and the empty text are values.</summary>
    /// <exception cref="IruException">An argument is missing, unknown or of the wrong kind.</exception>
    internal static ToolCall BindJson(IruTool tool, IReadOnlyDictionary<string, object?> arguments, PageRequest page) =>
        new(tool, ArgumentBinder.Bind(tool, null, new Dictionary<string, object?>(), arguments, allowsEmpty: true)) { Page = page };

    public IruTool Tool { get; }

    /// <summary>What this call can do: the tool's class, or that of its arguments where they decide.</summary>
    public Risk Risk => _risk ??= CallRisk.Of(Tool, Arguments.Json);

    /// <summary>Why the call has this class, in one sentence.</summary>
    public string RiskReason => CallRisk.StrangerIn(Tool, Arguments.Json) is { } stranger ? ToolText.UnprovedArgument(stranger)
        : Risk == Tool.Risk ? Tool.RiskReason : ToolText.RiskByArguments(Risk);

    /// <summary>True where nothing proves what the call does: it counts as Destructive.</summary>
    public bool IsUnknown => Tool.IsUnknown || CallRisk.StrangerIn(Tool, Arguments.Json) is not null;

    /// <summary>True for Read and Sensitive: nothing is changed, so a failed call may be repeated.</summary>
    public bool IsRead => Risk <= Risk.Sensitive;

    internal BoundArguments Arguments { get; }

    /// <summary>Refuses what a person cannot have meant and a server would take without a word: an update that changes nothing, and a name in the
    /// place of an id.</summary>
    /// <exception cref="IruException"><c>IruMcp.MissingArgument</c> with what could be changed, or <c>IruMcp.InvalidArgument</c>.</exception>
    public void RefuseLikelyMistakes()
    {
        foreach (var parameter in Tool.Parameters)
            if (Arguments.Flat.TryGetValue(parameter.Name, out var value) && !Arguments.IdentifierNames.Contains(parameter.Name))
                NamesForIds.Refuse(Tool, parameter, value);
        if (Tool.Operation?.Method == "PATCH" && Arguments.Flat.Keys.All(Arguments.IdentifierNames.Contains)
            && Tool.Parameters.Select(parameter => parameter.Name).Where(name => !Arguments.IdentifierNames.Contains(name)).ToList() is { Count: > 0 } others)
            throw ArgumentErrors.NothingToChange(Tool, others);
    }

    /// <summary>The managed device that the call is about; null for none. (Devices of Automated Device Enrollment have ids of their own.)</summary>
    internal string? DeviceId =>
        Tool.Operation is { } operation && !operation.Path.StartsWith(DevicePath, StringComparison.Ordinal) ? null
            : Arguments.Identifiers.FirstOrDefault(identifier => identifier.Key == "device_id").Value
                ?? (Arguments.Flat.TryGetValue("device_id", out var id) ? id as string : null);

    /// <summary>What the call is about, for messages: the identifiers, else the first arguments, else the tool's name.</summary>
    public string Target => Arguments.IdentifierText ?? (Arguments.Flat.Count > 0 ? ArgumentsText(Arguments.Flat) : Tool.Name);

    /// <summary>What is done, for messages: the tool, and the arguments that are no identifiers.</summary>
    public string Action
    {
        get
        {
            var others = Arguments.Flat.Where(argument => !Arguments.IdentifierNames.Contains(argument.Key)).ToList();
            return Arguments.IdentifierText is null || others.Count == 0 ? Tool.Name : $"{Tool.Name} ({ArgumentsText(others)})";
        }
    }

    /// <summary>Who or what approved the call; null until somebody has.</summary>
    public CallApproval? Approval { get; private set; }

    /// <summary>What a person calls the thing that the call acts on, where that is known; for questions and the record.</summary>
    public TargetNames? KnownAs { get; set; }

    /// <summary>True where the server was asked for the names.</summary>
    internal bool IsLookedUp { get; set; }

    /// <summary>The script that the call comes from, for the record; null at a prompt.</summary>
    public string? Script { get; set; }

    /// <summary>The pipeline that the call is part of; null where it is alone.</summary>
    public CallBatch? Batch { get; set; }

    /// <summary>Which part of a long result is wanted.</summary>
    public PageRequest Page { get; init; } = new();

    /// <summary>Told how far the server is with the call; null for nobody.</summary>
    internal ProgressHandler? OnProgress { get; set; }

    /// <summary>The same call for another part of its result.</summary>
    internal ToolCall Paged(PageRequest page) => new(Tool, Arguments) { Page = page, Approval = Approval, Script = Script, KnownAs = KnownAs, IsLookedUp = IsLookedUp };

    /// <summary>Notes that a program consents to the call, as -Force does. A question that the policy wants a person to answer stays open.</summary>
    /// <param name="by">What consents, for the record.</param>
    public void Approve(string by) => Approve(ApprovalKind.Switch, by);

    /// <summary>Notes who or what lets the call through.</summary>
    internal void Approve(ApprovalKind kind, string words) => Approval = new CallApproval(kind, words);

    private static string ArgumentsText(IEnumerable<KeyValuePair<string, object?>> arguments) =>
        string.Join(", ", arguments.Take(MostArgumentsShown).Select(argument => argument.Value switch
    {
        _ when SecretFields.IsSecret(argument.Key, null) => argument.Key,
        null or "" or System.Collections.IList { Count: 0 } => $"clear {argument.Key}",
        string { Length: > LongestValueShown } text => $"{argument.Key}={text.Substring(0, LongestValueShown)}...",
        string or bool or long or decimal or double => string.Format(CultureInfo.InvariantCulture, "{0}={1}", argument.Key, argument.Value),
        System.Collections.IDictionary => argument.Key,
        System.Collections.IEnumerable items => $"{argument.Key}={string.Join("+", items.Cast<object?>().Take(MostArgumentsShown))}",
        _ => argument.Key,
    }));
}
