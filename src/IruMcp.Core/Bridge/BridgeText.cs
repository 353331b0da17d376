using System.Globalization;
using IruMcp.Governance;
using IruMcp.Tools;

namespace IruMcp.Bridge;

/// <summary>What the bridge says: to the client's model, to the person in front of it, and to the log. With the ids of its errors.</summary>
internal static class BridgeText
{
    public const string CannotConfirm = "IruMcp.CannotConfirm";
    public const string DeclinedId = "IruMcp.Declined";
    public const string ToolExcluded = "IruMcp.ToolExcluded";
    public const string NotARead = "IruMcp.NotARead";
    public const string ResultTooLarge = "IruMcp.ResultTooLarge";

    public const string ServerName = "iru-mcp-bridge";
    public const string ServerTitle = "Iru device management";

    public const string FindTitle = "Find Iru tools";
    public const string FindDescription =
        "Finds further tools of Iru device management that are not in this list, by words such as 'filevault', 'blueprint' or 'custom app'. " +
        "Returns their names, what they do and their input schemas; call them with call-read-tool or call-tool.";
    public const string FindQuery = "What the tool should do or be about, in a few words.";
    public const string FindLimit = "How many tools to return, 8 without it, at most 25.";
    public const string CallReadTitle = "Call an Iru tool that reads";
    public const string CallReadDescription = "Calls a tool that find-tools has found and that only reads (risk Read or Sensitive).";
    public const string CallTitle = "Call an Iru tool that changes something";
    public const string CallDescription = "Calls a tool that find-tools has found, one that changes something included. A person may be asked first.";
    public const string CallName = "The tool's name as find-tools gave it.";
    public const string CallArguments = "The tool's arguments, by its input schema.";
    public const string HowToCall = "Give name and arguments to call-read-tool (risk Read or Sensitive) or call-tool (all others).";

    public const string TickTitle = "Yes, do it";
    public const string TickDescription = "Tick to have it done. Unticked, nothing is sent.";

    public const string SecretsMasked =
        "Secret values in this answer are masked (****), since it goes to an AI client. In PowerShell, Invoke-IruTool gives them as SecureString.";

    public const string NoResultFolder = "this user has no folder for it";
    public const string KeyIsReadAgain = "The key was not accepted; the saved configuration is read again for the next call.";
    public const string ParseError = "Parse error: the line is no JSON.";
    public const string InvalidRequest = "Invalid request: a message is a JSON object with a method, or an answer.";
    public const string DuplicateId = "Invalid request: a request with this id is still under way.";
    public const string NoLogLevel = "Invalid params: logging/setLevel needs one of the protocol's levels, debug to emergency.";
    public const string SecretAskedFor = "A question of the remote server was refused: it asks for a key, password, token or the like.";
    public const string OddQuestion = "A question of the remote server was refused: it has another mode than a form, or fields with invisible characters.";
    public const string QuestionBeforeConnection = "The server asks before it is connected.";
    public const string NoToolName = "Invalid params: tools/call needs the name of a tool, and arguments that are an object.";
    public const string Interrupted = "The request was interrupted before it was answered.";
    public const string InternalError = "Internal error of the bridge; its log has the details.";

    public static string Instructions(bool isReadOnly) =>
        "Tools of Iru (formerly Kandji), a service that manages Macs, iPhones, iPads, Windows and Android devices. " +
        (isReadOnly
            ? "This connection only reads. "
            : "Calls that change something may need a person's confirmation, which is asked for when the call is made; do not repeat a call that was declined. ") +
        "Secrets such as recovery keys are withheld unless the owner's policy allows them. " +
        "Large answers are saved to a local file; the answer then holds a summary and the file's path. " +
        "If find-tools is listed, it finds tools that the list leaves out.";

    public static string MethodNotFound(string method) => $"Method not found: {method}";

    public static string Waiting(TimeSpan left) => $"Waiting {left.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s for the limit on requests.";

    public static string Connecting(Uri endpoint) => $"Connecting to {endpoint}.";

    public static string Serving(string client, int shown, int all) => $"{(client.Length > 0 ? client : "The client")} is offered {shown} of {all} tools.";

    public static string TooManyTools(string client, int shown, int limit) =>
        $"{client} takes {limit} tools, and {shown} are offered: it will leave some out. Give fewer sets with -ToolSet.";

    public static string ListWithoutTools(string why) => $"The list of tools has only the bridge's own for now: {why}";

    public static string Question(ToolCall call, string target, string action, string connection, string client) =>
        $"{(client.Length > 0 ? client : "The AI client")} wants to run {action} on {target} ({connection}). " +
        $"{(call.Risk == Risk.Destructive ? "This is destructive: " : "")}{call.RiskReason}";

    public static string Named(TargetNames names, string target) => $"{string.Join(", ", new[] { names.Name }.Concat(names.Others))} ({target})";

    public static string NameUnknown(string target, string why) => $"{target} (its name could not be looked up: {why.Trim().TrimEnd('.')})";

    public static string ServerAsks(string host, string question) =>
        $"The remote server {host} asks this, not IruMcp. Do not answer with secrets. {question}";

    public static string AskedThrough(string client) => client.Length > 0 ? $"asked through {client}" : "asked through the AI client";

    public static IruException NobodyToAsk(IruTool tool, string client) => new(CannotConfirm, IruErrorCategory.PermissionDenied,
        $"'{tool.Name}' ({tool.Risk}) needs a person's confirmation, and {(client.Length > 0 ? client : "this client")} cannot ask its user (it does not support MCP elicitation). Nothing was sent.",
        $"{RunInPowerShell(tool)} Or the owner allows it for AI clients: Set-IruMcpPolicy -Tool {tool.Name} -Channel Bridge -Action Allow.")
    { Tool = tool.Name };

    public static IruException AcceptedWithoutTick(IruTool tool, string target, string client) => new(CannotConfirm, IruErrorCategory.PermissionDenied,
        $"{(client.Length > 0 ? client : "The client")} accepted the question about '{tool.Name}' on {target} without its 'confirm' field. A client that cannot show a form does this. Nothing was sent.",
        RunInPowerShell(tool)) { Tool = tool.Name };

    private static string RunInPowerShell(IruTool tool) => $"Run it in PowerShell: Invoke-IruTool {tool.Name} asks there.";

    public static IruException Declined(IruTool tool, string target) => new(DeclinedId, IruErrorCategory.PermissionDenied,
        $"The person declined '{tool.Name}' on {target}. Nothing was sent.", "Do not repeat the call unless the person asks for it.") { Tool = tool.Name };

    public static IruException Unanswered(IruTool tool, string target) => new(DeclinedId, IruErrorCategory.PermissionDenied,
        $"The question whether to run '{tool.Name}' on {target} was closed without an answer. Nothing was sent.",
        "Do not repeat the call unless the person asks for it.") { Tool = tool.Name };

    public static IruException Excluded(string tool) => new(ToolExcluded, IruErrorCategory.PermissionDenied,
        $"'{tool}' is excluded from this bridge. Nothing was sent.", "The -Exclude of Start-IruMcpBridge in the client's configuration leaves it out.") { Tool = tool };

    public static IruException ReadOnly(IruTool tool) => new(PolicyText.ReadOnlyConnection, IruErrorCategory.PermissionDenied,
        $"'{tool.Name}' changes something ({tool.Risk}), and this bridge only reads. Nothing was sent.", "The -ReadOnly of Start-IruMcpBridge in the client's configuration makes it so.") { Tool = tool.Name };

    public static IruException OnlyReads(IruTool tool) => new(NotARead, IruErrorCategory.InvalidArgument,
        $"'{tool.Name}' changes something ({tool.Risk}), and {OwnTools.CallRead} calls tools that only read. Nothing was sent.", $"Use {OwnTools.Call}.") { Tool = tool.Name };

    public static IruException CannotBeSaved(string tool, int size, string cause) => new(ResultTooLarge, IruErrorCategory.LimitsExceeded,
        $"The answer of '{tool}' has {size.ToString(CultureInfo.InvariantCulture)} characters, too many for a conversation, and could not be saved to a file ({cause.Trim().TrimEnd('.')}).",
        "Ask for less, such as with a smaller limit or a narrower filter.") { Tool = tool };

    public static string Saved(string tool, long rows, bool isWhole, string? stoppedBy) =>
        $"The answer of '{tool}' is large: {rows.ToString(CultureInfo.InvariantCulture)} {(rows == 1 ? "row was" : "rows were")} saved to a file, and only the first are shown here. "
        + (stoppedBy is not null ? $"There are more: {stoppedBy} " : isWhole ? "These are all rows. " : "")
        + "The file has one JSON object a line.";

    public static string SavedText(string tool, int size) =>
        $"The answer of '{tool}' is a text of {size.ToString(CultureInfo.InvariantCulture)} characters: it was saved to a file, and only its beginning is shown here.";

    public static string MorePages(string? parameter) =>
        parameter is null ? "ask for the following pages." : $"ask for the following pages with '{parameter}'.";

    public static string StoppedAfter(TimeSpan time) =>
        $"reading was stopped after {time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} seconds.";

    public static string StoppedBy(string failure) => $"reading on failed ({failure.Trim()})";

    public static string RowsRead(long rows) => $"{rows.ToString(CultureInfo.InvariantCulture)} rows read";
}
