using System.Management.Automation;

namespace IruMcp.PowerShell;

/// <summary>The texts that the cmdlets show.</summary>
internal static class Messages
{
    public const string ForATicket = "For a ticket (no key, no profile id, no user name):";
    public const string TryingReads = "Trying reads";
    public const string NotConnected = "There is no connection to Iru in this session.";
    public const string ConnectFirst = "Run Connect-IruMcp first; Import-IruMcpConfig takes the configuration that Iru shows once.";
    public const string ConsentHint = "Use -Confirm:$false (or -Force) to consent beforehand, or -WhatIf to see what would be done. A default in $PSDefaultParameterValues does not consent.";
    public const string InstallSecretManagement =
        "Install it and a vault: Install-PSResource Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore; then " +
        "Register-SecretVault -Name SecretStore -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault. " +
        "Connect-IruMcp and Test-IruMcpConnection need none with -Configuration or -Credential.";
    public const string RegisterVault =
        "Register one, for example: Register-SecretVault -Name SecretStore -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault. " +
        "Connect-IruMcp and Test-IruMcpConnection need none with -Configuration or -Credential.";
    public const string VaultHelp =
        "Test-SecretVault shows whether the vault can be read. A SecretStore that asks for a password must be unlocked first (Unlock-SecretStore).";
    public const string UnattendedVaultHelp =
        "Nobody can be asked for a password here, and Unlock-SecretStore opens a SecretStore for its own process only. In a terminal of this user, " +
        "'Set-SecretStoreConfiguration -Authentication None -Interaction None' lets it be read without one; Test-SecretVault shows whether it can.";
    public const string BridgeNeedsClient =
        "Start-IruMcpBridge speaks the Model Context Protocol over its standard input and output with the AI client that started it, and here a terminal is at the other end.";
    public const string HowBridgesStart = "Export-IruMcpConfig -KeySource Bridge writes the entry by which a client starts it.";
    public const string ImportFirst = "Get-IruMcpConfig lists what is saved; Import-IruMcpConfig saves one.";

    public const string PageSizeHelp = "How many items to ask for at once; the documented maximum without it.";

    public const string WaitingForCommands = "Waiting for device commands";

    public static string DevicesDone(int done, int all, string waiting) => $"{done} of {all} devices done; {waiting}";

    public const string LimitTheInput = "To act on some of the input only, put Select-Object -First before it.";

    /// <summary>What the progress bar says while a request waits for its turn; zero takes it away.</summary>
    public static ProgressRecord WaitingForTurn(TimeSpan wait)
    {
        var record = new ProgressRecord(0, "Iru", wait == TimeSpan.Zero ? "Going on" : FormattableString.Invariant($"Waiting {Math.Ceiling(wait.TotalSeconds):0} s for the limit on requests"));
        if (wait == TimeSpan.Zero)
            record.RecordType = ProgressRecordType.Completed;
        else
            record.SecondsRemaining = (int)Math.Ceiling(wait.TotalSeconds);
        return record;
    }

    public static string ExportProgress(long rows, long? total, long pages, double perSecond) =>
        $"{rows:N0}{(total is { } all ? $" of {all:N0}" : "")} rows, {pages:N0} pages, {perSecond:N0} rows a second";

    public static string NotAList(string tool, string parameter) =>
        $"'{tool}' changes something and gives no list: -{parameter} would not limit what it acts on. Nothing was sent.";

    public static string ArgumentsUnread(string tool) =>
        $"'{tool}' was not among the tools when its arguments were read, so nothing is known of them. Nothing was sent.";

    public const string UseArguments = "Give them as -Arguments @{ name = value }. If the server has the tool by now, repeating the line will do.";

    public static string NotAName(string? name) =>
        $"'{name}' is no name for a configuration or connection: 1 to 80 letters, digits and dashes, of which the first is no dash.";

    public static string ConnectionClosed(string name) => $"The connection '{name}' has been closed.";

    public static string NobodyCanAnswer(string tool, string why) =>
        $"'{tool}' is destructive and asks before each call, but {why}. Nothing was sent for any of the input.";

    public static string NobodyCanConfirm(string tool, string why) =>
        $"'{tool}' was to be confirmed, but {why}. Nothing was sent for any of the input.";

    public static string PromptFailed(string tool, string target) =>
        $"The question about '{tool}' on {target} could not be asked. Nothing was sent for it.";

    public const string NothingToSet = "Nothing was given to set.";
    public const string ForExampleARule = "For example: Set-IruMcpPolicy -Tool 'erase-*' -Action Deny, or Set-IruMcpPolicy -ReadOnly $true";

    public static string NotAFullPath(string path) => $"-AuditPath must be a full path, since the trail is written from anywhere; '{path}' is not.";

    public static string GiveFullPath(string path) => $"For example: Set-IruMcpPolicy -AuditPath '{path.Replace("'", "''")}'";

    public static string GiveArguments(IruException failure)
    {
        var names = failure.MissingArguments;
        return failure.IsOneArgumentEnough
            ? $"Give at least one of -{string.Join(", -", names)}."
            : $"Give -{string.Join(" -", names)}, or put {(names.Count == 1 ? "it" : "them")} into -Arguments.";
    }

    public static string GiveInArguments(IruException failure) =>
        $"For example: -Arguments @{{ {string.Join("; ", failure.MissingArguments.Take(failure.IsOneArgumentEnough ? 1 : int.MaxValue).Select(name => $"{name} = '...'"))} }}";

    public const string NoClients = "None of the AI clients that are known is installed here. With a name, Get-IruMcpClient shows where the file of one would be.";

    public const string ListRules = "Get-IruMcpPolicy lists the rules.";

    public static string NoSuchRule(string tool, string path) => $"{path} has no rule about '{tool}'.";

    public static string ChangeSettings(string settings) => $"Change the policy: {settings}";

    public static string PolicyIsReadOnly(string path) => $"The policy is read-only ({path}): nothing that changes something is sent.";

    public const string RunWhereAnswered = "Run it where the question can be answered; Get-IruMcpPolicy shows the rule.";

    public const string RunWithoutAgent = "Run it yourself in a shell that no AI agent started.";

    public static IruException Declined(string tool) =>
        new("IruMcp.Declined", IruErrorCategory.PermissionDenied, $"'{tool}' was declined. Nothing was sent.") { Tool = tool };

    public static string PolicyAsks(string rule) => $"The policy asks: {rule}";

    public static string PolicyNeedsPerson(string tool, string rule, string why) =>
        $"The policy wants a person to confirm '{tool}' ({rule}), which no switch does instead, but {why}. Nothing was sent for any of the input.";

    public static string NameUnknown(string why) => $"its name is unknown: {why}";

    /// <param name="limit">What a limit on requests turned away had been sent; any other limit is looked at before.</param>
    public static string NotDone(IruException limit, string tool, int count) =>
        $"{limit.Message} '{tool}' was not {(limit.Id == "IruMcp.RateLimited" ? "done" : "sent")} for {(count == 1 ? "1 input" : $"{count} inputs")}.";

    public static string PipeTheRest(string? next) =>
        $"The inputs that were not done are the TargetObject of the error: $Error[0].TargetObject can be piped again. {next}".TrimEnd();

    public static string RawShowsSecrets(string tool) =>
        $"'{tool}' reveals secrets, and -Raw would show them as text. Add -AsPlainText if that is what you want.";

    public static IruException OnePathForSeveralClients() => new("IruMcp.InvalidArgument", IruErrorCategory.InvalidArgument,
        "-Path names one file, and each client has a format of its own.", "Give one client at a time with -Path.");

    public static IruException OnlyForTheBridge() => new("IruMcp.InvalidArgument", IruErrorCategory.InvalidArgument,
        "-ToolSet and -ReadOnly say what the bridge offers; without it the client sees everything that the token may do.", "Use -KeySource Bridge, or leave them out.");
}
