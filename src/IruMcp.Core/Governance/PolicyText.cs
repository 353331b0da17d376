using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>The texts and error ids of the policy.</summary>
internal static class PolicyText
{
    public const string Denied = "IruMcp.PolicyDenied";
    public const string Broken = "IruMcp.PolicyBroken";
    public const string ReadOnly = "IruMcp.ReadOnlyPolicy";
    public const string NeedsPerson = "IruMcp.ConfirmationRequired";
    public const string NotApproved = "IruMcp.NotApproved";
    public const string ReadOnlyConnection = "IruMcp.ReadOnlyConnection";
    public const string ToolChanged = "IruMcp.ToolChanged";

    public const string BridgeSecrets = "secrets are not given to AI clients unless a rule with the channel Bridge allows it";
    public const string BridgeChanges = "an AI client's changes are confirmed by a person unless a rule with the channel Bridge allows them";

    public const string AgentSecrets = "secrets are not given to AI agents, and an AI agent runs this shell";
    public const string AgentChanges = "an AI agent runs this shell, and its changes are confirmed by a person";

    public const string TheFile = "the policy";
    public const string ARule = "a rule";
    public const string NotUtf8 = "It is not UTF-8 text.";
    public const string NotJson = "From here on it is not JSON.";
    public const string NoMachineFolder = "The folder for the data of all users cannot be told from the registry, so a policy there would be missed.";
    public const string NoCondition = "A rule needs a tool, an operation or a risk; \"tool\": \"*\" means all.";
    public const string ClassAlone = "A rule with 'class' names a tool and has no 'action' and no 'argument'.";

    public const string NoFingerprint = "A class milder than Destructive needs the tool's 'fingerprint'. Get-IruTool shows it.";

    public static string ClassedBy(PolicyRule rule) => $"{Rule(rule)} says that it is {rule.Class}.";

    public static string Lapsed(PolicyRule rule, string tool) =>
        $"The tool '{tool}' has changed since rule {rule.Index} of {rule.Source} said that it is {rule.Class}. The rule no longer counts. Look at Get-IruTool {tool}, then update the rule's fingerprint.";

    public const string SaysNothing = "A rule needs an action, a maximumPerPipeline or a maximumPerHour.";

    public const string ByNameOnly = "Not connected: judged by the name alone, as a documented operation where it is one.";

    public const string NotListed = "the server does not list it";

    public const string KeepsChanging = "Somebody else changes it all the time.";
    public const string ReadOnlyOpened = "the connection was opened with -ReadOnly";

    public static string UnknownName(IReadOnlyList<string> near) => $"{ByNameOnly} No documented operation has this name.{DidYouMean(near)}";

    public static string RunsWhereAllowed(string connection, string tool, PolicyTestResult otherwise, IReadOnlyList<string> near) =>
        $"'{connection}' has no tool named '{tool}'.{DidYouMean(near)} Invoke-IruTool asks the server once more and refuses it then; with -AllowUnknownTool it is judged by its name: {otherwise}.";

    public static string NoSuchTool(string name, bool isOffline, IReadOnlyList<string> near) => (isOffline
        ? $"No documented operation is named '{name}', and no connection is open whose tools could be looked through."
        : $"No tool of the open connections is named '{name}', so this name matches nothing there.") + DidYouMean(near);

    public static string NoSuchOperation(string name, IReadOnlyList<string> near) =>
        $"No documented operation is named '{name}', so this name matches nothing.{DidYouMean(near)}";

    private static string DidYouMean(IReadOnlyList<string> near) => near.Count == 0 ? "" : $" Did you mean {string.Join(", ", near)}?";

    public static string DefaultFor(Risk risk) => $"default for {risk}";

    public static string Add(PolicyRule rule) => $"Add the rule: {Said(rule)}";

    public static string Replace(PolicyRule rule, PolicyRule old) => $"Replace the rule: {Said(old)}; with: {Said(rule)}";

    public static string Remove(PolicyRule rule) => $"Remove {Number(rule)}: {Said(rule)}";

    public static IruException InvalidRule(string why) => new("IruMcp.InvalidRule", IruErrorCategory.InvalidArgument, why,
        "For example: Set-IruMcpPolicy -Tool 'erase-*' -Action Deny");

    public static IruException BrokenFile(PolicyProblem problem) => new(Broken, IruErrorCategory.InvalidData,
        $"The policy cannot be changed while it is broken: {problem}", "Correct it in an editor, or move the file away.");

    public static IruException BrokenPolicy(PolicyProblem problem) => new(Broken, IruErrorCategory.InvalidData,
        $"The policy cannot be used: {problem}", "Until it is corrected, only reads are sent.");

    public static IruException NotInAFile(PolicyRule rule) => new("IruMcp.InvalidRule", IruErrorCategory.InvalidOperation,
        $"The rule is in {rule.Source}, which is not a file.", "Change it there, or in the group policy that sets it.");

    /// <param name="isWritten">False where nothing was changed.</param>
    public static IruException NotTrusted(string path, string why, bool isWritten) => new("IruMcp.PolicyNotWritable", IruErrorCategory.SecurityError,
        isWritten ? $"{path} was written, but does not count as the machine's policy: {why} Until you change that, only reads are sent."
            : $"{path} was not written, since it would not count as the machine's policy: {why}",
        HowToTrust(System.IO.Path.GetDirectoryName(path)!));

    private static string HowToTrust(string folder) =>
        System.Runtime.InteropServices.RuntimeInformation.IsOSPlatform(System.Runtime.InteropServices.OSPlatform.Windows)
            ? $"As an administrator, move the folder away and run the command again, which makes it with the right owner and permissions: Rename-Item -LiteralPath '{folder.Replace("'", "''")}' -NewName 'IruMcp.{DateTime.Now:yyyyMMdd-HHmmss}'"
            : $"As root: chown -R root '{folder.Replace("'", "'\\''")}' && chmod -R go-w '{folder.Replace("'", "'\\''")}'. Look at what is in the folder first: another user may have written it.";

    public static IruException NotWritten(string path, Exception error) => new("IruMcp.PolicyNotWritable", IruErrorCategory.WriteError,
        $"The policy {path} could not be written: {Hosts.HostFileText.Describe(error)}.", "The machine's policy is written by an administrator (root).");

    public static IruException NotWritten(IruException error) => new("IruMcp.PolicyNotWritable", IruErrorCategory.WriteError, error.Message,
        "The machine's policy is written by an administrator (root).");

    private static string Said(PolicyRule rule)
    {
        var limits = new List<string>();
        if (rule.Action is { } action)
            limits.Add(action.ToString());
        if (rule.MaximumPerPipeline is { } perPipeline)
            limits.Add($"at most {perPipeline} in a pipeline");
        if (rule.MaximumPerHour is { } perHour)
            limits.Add($"at most {perHour} an hour");
        return $"{string.Join(", ", limits)} for {Conditions(rule)}";
    }

    public static string Unreadable(Exception error) => $"It cannot be read: {Hosts.HostFileText.Describe(error)}.";

    public static string NotA(string name, string wanted) => $"'{name}' must be {wanted}.";

    public static string UnknownField(string name, IReadOnlyList<string> known) => $"'{name}' is no field here; there are {string.Join(", ", known)}.";

    public static string Twice(string name) => $"'{name}' is there twice.";

    public static string EmptyCondition(string name) => $"'{name}' is empty, which would match nothing.";

    public static string OnlyStars(string name, string pattern) => $"'{name}' has the pattern '{pattern}'; only * and ? are patterns here.";

    public static string WrongOwner(string path, string wanted) => $"{path} must belong to {wanted}, or it does not count as the machine's.";

    public static string WritableByOthers(string path) => $"{path} can be written by others than administrators, so anybody could have written the policy.";

    public static string IsLink(string path) => $"{path} is a link, which does not count as the machine's.";

    public static string RegistryError(string key, int error) => $"HKLM\\{key} cannot be read: error {error} of Windows.";

    public static string UnknownValue(string name) => $"'{name}' is no setting, or its value is of the wrong kind.";

    public static string OwnerUnknown(string path) => $"It cannot be told who owns {path}.";

    public static string Rule(PolicyRule rule) =>
        $"{rule.Action?.ToString() ?? (rule.Class is null ? "Limit" : "Class")} {Conditions(rule)} ({Scope(rule.Scope)} policy, {Number(rule)})";

    /// <summary>The number that Get-IruMcpPolicy shows; for a rule that is not in force, its place in its file.</summary>
    public static string Number(PolicyRule rule) => rule.Order > 0 ? $"rule {rule.Order} of Get-IruMcpPolicy, in {rule.Source}" : $"rule {rule.Index} of {rule.Source}";

    public static string Conditions(PolicyRule rule)
    {
        var parts = new List<string>();
        if (rule.Tool.Count > 0)
            parts.Add(string.Join(" or ", rule.Tool));
        if (rule.Operation.Count > 0)
            parts.Add("operation " + string.Join(" or ", rule.Operation));
        if (rule.Risk.Count > 0)
            parts.Add("risk " + string.Join(" or ", rule.Risk));
        parts.AddRange(rule.Argument.Select(argument => $"with {argument.Key} {string.Join(" or ", argument.Value)}"));
        if (rule.Connection is not null)
            parts.Add("on " + rule.Connection);
        if (rule.Channel is not null)
            parts.Add(rule.Channel == Channel.Agent ? "in an agent's shell" : "in the " + rule.Channel.ToString()!.ToLowerInvariant());
        return string.Join(", ", parts);
    }

    public static string ReadOnlyBy(PolicySource source) => $"the {Scope(source.Scope)} policy is read-only ({source.Path})";

    public static IruException Refusal(PolicyQuestion call, Verdict verdict) => verdict.RefusalId switch
    {
        Broken => new IruException(Broken, IruErrorCategory.PermissionDenied,
            $"The policy cannot be used, so '{call.Tool.Name}' ({call.Risk}) is not sent: {verdict.Words}",
            "Only reads run until it is corrected. Get-IruMcpPolicy shows what is wrong and where.") { Tool = call.Tool.Name },
        ReadOnly => new IruException(ReadOnly, IruErrorCategory.PermissionDenied,
            $"'{call.Tool.Name}' changes things ({call.Risk}), and {verdict.Words}. Nothing was sent.",
            WhoChanges(call, verdict)) { Tool = call.Tool.Name },
        _ => new IruException(Denied, IruErrorCategory.PermissionDenied,
            $"The policy denies '{call.Tool.Name}': {verdict.Words}.{Own(verdict.Rule)} Nothing was sent.",
            WhoChanges(call, verdict)) { Tool = call.Tool.Name },
    };

    public static IruException PersonNeeded(IruTool tool, Verdict verdict) => new(NeedsPerson, IruErrorCategory.PermissionDenied,
        $"The policy wants a person to confirm '{tool.Name}', and no switch does instead: {verdict.Words}.{Own(verdict.Rule)} Nothing was sent.",
        "Run it where the question can be answered.") { Tool = tool.Name };

    public static IruException Unapproved(PolicyQuestion call) => new(NotApproved, IruErrorCategory.PermissionDenied,
        $"'{call.Tool.Name}' changes things ({call.Risk}) and nobody has approved this call. Nothing was sent.") { Tool = call.Tool.Name };

    public static IruException ConnectionIsReadOnly(PolicyQuestion call) => new(ReadOnlyConnection, IruErrorCategory.PermissionDenied,
        $"'{call.Tool.Name}' changes things ({call.Risk}) and this connection is read-only. Nothing was sent.",
        "Connect again without -ReadOnly to use it.") { Tool = call.Tool.Name };

    public static IruException Changed(PolicyQuestion call) => new(ToolChanged, IruErrorCategory.InvalidOperation,
        $"The tool list has been read again, and '{call.Tool.Name}' is now {call.Risk}. Nothing was sent.",
        "Check the tool with Get-IruTool, then repeat the call.") { Tool = call.Tool.Name };

    public static string Scope(PolicyScope scope) => scope == PolicyScope.Machine ? "machine" : "user";

    private static string Own(PolicyRule? rule) => rule?.Reason is { Length: > 0 } reason ? $" \"{reason}\"" : "";

    private static string WhoChanges(PolicyQuestion call, Verdict verdict) => verdict switch
    {
        { IsMachine: true } => "Only an administrator of this machine can change that. Get-IruMcpPolicy shows the rules.",
        { RefusalId: ReadOnly } => "Set-IruMcpPolicy -ReadOnly $false opens it again.",
        { Rule: null, RefusalId: Denied } when call.Channel == Channel.Agent => "Run it yourself in a shell that no AI agent started.",
        { Rule: null, RefusalId: Denied } => $"Set-IruMcpPolicy -Tool {call.Tool.Name} -Channel Bridge -Action Allow makes an exception for it.",
        _ => "Get-IruMcpPolicy shows the rules; Remove-IruMcpPolicy takes one away.",
    };
}
