using IruMcp.Connections;
using IruMcp.Tools;

namespace IruMcp.Diagnosis;

/// <summary>Everything the diagnosis says.</summary>
internal static class DiagnosisText
{
    public const string VaultReadable = "The vault was read without a question.";
    public const string VaultAsks = "The vault could be read only by asking somebody; a scheduled task or an AI client would fail here.";
    public const string SetUpUnattended = "For unattended use, set the vault up to ask for nothing, such as Set-SecretStoreConfiguration -Authentication None -Interaction None.";
    public const string NoVaultNeeded = "The configuration does not come from a vault.";
    public const string FormIsRight = "It has the form of an MCP configuration.";
    public const string TakeKeyAgain = "Take the MCP configuration again as Iru shows it, with Import-IruMcpConfig -Force: other programs send the key with whatever stands around it.";
    public const string KeyAccepted = "The server accepts the key.";
    public const string Speaks = "{0} speaks MCP {1}.";
    public const string NoTls = "Plain http, to this machine itself.";
    public const string NoTools = "The server lists no tools.";
    public const string NothingToTry = "The server lists none of the reads that could be tried.";

    public const string NoProxy = "No proxy is set for this address.";
    public const string GivenProxy = "given with -Proxy";
    public const string SystemProxy = "from the settings of this machine";
    public const string ProxyResolves = "The proxy resolves the name.";
    public const string ProxyConnects = "The proxy makes the connection.";
    public const string IsAddress = "The url has an address and no name.";
    public const string NoAddress = "it has no address.";
    public const string Refused = "nothing listens there (the connection was refused).";
    public const string CheckProxyAddress = "Correct the proxy's address, with -Proxy or in the settings of this machine (on Linux and macOS HTTPS_PROXY and NO_PROXY).";
    public const string GiveProxyCredential = "Use -ProxyUseDefaultCredentials to sign in as the current user, or -ProxyCredential (Get-Credential).";
    public const string CheckProxyCredential = "Correct -ProxyCredential, or use -ProxyUseDefaultCredentials where the proxy wants a Windows sign-in.";
    public const string AllowHost = "Have the host allowed on the proxy.";
    public const string OpenFirewall = "Have the firewall let this machine reach that host and port, or give the proxy with -Proxy where one must be used.";
    public const string CheckHost =
        "Compare the host with the url that Iru showed (there are addresses under connect.iru.dev and under connect.iru.com), and check the name service of this machine.";

    public const string SetClock = "Set the clock of this machine: Windows w32tm /resync, macOS sudo sntp -sS time.apple.com, Linux timedatectl set-ntp true.";
    public const string ExpiredCertificate = "If the clock is right, tell whoever runs the server or the proxy in between.";
    public const string ExpiresSoon = "Nothing to do here; Iru renews its certificates.";
    public const string TrustInterceptor = "Have the network's administrators install that root certificate on this machine, or better exempt the host from TLS inspection.";
    public const string ExemptHost = "Ask for an exemption of the host from TLS inspection if event streams stall: such programs often collect a whole stream first.";
    public const string WrongHost = "Compare the host with the url that Iru showed. In a hotel or guest network, sign in with a browser first.";
    public const string SelfSigned = "Compare the host with the url that Iru showed; check for a captive portal, an entry in the hosts file, or a TLS proxy.";
    public const string LetStreamsThrough = "Ask for an exemption of the host: a proxy that collects answers delays them all and cuts long ones off.";
    public const string AskAboutSlowness = "Try from another network; where it is as slow there, ask Iru. Connect with a larger -TimeoutSec meanwhile.";
    public const string CaptivePortal = "Open any web page in a browser: in a hotel or guest network it asks to sign in first. Otherwise compare the url with the MCP configuration that Iru showed.";
    public const string NoServerTime = "The server did not say what time it is.";

    public const string NotDocumented = "It is none of the documented operations, so it was not tried.";
    public const string RevealsSecrets = "It reveals a secret, and each look at one is recorded: it was not tried.";
    public const string ChangesSomething = "It changes something, which no read can stand in for: it was not tried.";
    public const string NotAsked = "It was not tried, as -NoProbe asks.";
    public const string NothingToAskFor = "It needs an object that the reads before it did not give.";
    public const string ReadWorked = "A read with it worked.";
    public const string ReadFoundNothing = "It was let through; the server found nothing for it.";
    public const string NoToolListed = "The server lists no tool for it: the token lacks the permission, or the server is older than this module.";

    public static string ConfigurationFor(Uri url) => $"It has a url, a key and a profile id. The url is {url.GetLeftPart(UriPartial.Path)}";

    public static string ConfigurationOf(string connection, Uri url) =>
        $"It is that of the open connection '{connection}'. The url is {url.GetLeftPart(UriPartial.Path)}";

    /// <summary>Its length and prefix only: enough to see that it was cut off.</summary>
    public static string KeyIs(Secret key)
    {
        var value = key.Reveal();
        var prefix = value.StartsWith(Configuration.ConfigurationRules.KeyPrefix, StringComparison.Ordinal);
        var length = value.Length - (prefix ? Configuration.ConfigurationRules.KeyPrefix.Length : 0);
        return prefix ? $"The key has {length} characters after its prefix." : $"The key has {length} characters and no prefix.";
    }

    public static string NotReached(string cause) => $"Not reached: {cause} failed.";

    public static string NoAnswer(TimeSpan waited) => FormattableString.Invariant($"no answer within {waited.TotalSeconds:0} s.");

    public static string Answered(WireObserver wire) =>
        FormattableString.Invariant($"The server answers: HTTP {wire.Status}, {wire.MediaType ?? "no content type"}, within {wire.LongestWait.TotalMilliseconds:0} ms{PassedOnBy(wire)}.");

    public static string SlowAnswer(WireObserver wire) => FormattableString.Invariant($"The server took {wire.LongestWait.TotalSeconds:0.0} s to answer{PassedOnBy(wire)}.");

    public static string StreamIsHeldBack(WireObserver wire) =>
        $"An event stream came in one piece with its length given: a proxy collects it before it passes it on{PassedOnBy(wire)}.";

    public static string ToolsListed(int count, int known) => count == known
        ? $"{count} tools, all of them documented operations."
        : $"{count} tools; {known} are documented operations, {count - known} are not known to this version.";

    public static string ReadsWork(IReadOnlyList<IruTool> tools) => $"The key may read: {Names(tools)}. Get-IruMcpPermission tries more.";

    public static string ReadsRefused(IReadOnlyList<IruTool> refused, int tried) => $"{refused.Count} of {tried} reads that were tried are refused: {Names(refused)}.";

    public static string TickBoxes(IReadOnlyList<IruTool> refused) =>
        $"In Iru open Access, API tokens, edit the token and tick: {string.Join("; ", refused.Select(ToolPermission.BoxOf))}. Get-IruMcpPermission lists all.";

    public static string ClockIsRight(TimeSpan skew) => FormattableString.Invariant($"This machine and the server differ by {skew.TotalSeconds:0} s.");

    public static string ClockIsOff(TimeSpan ahead) =>
        FormattableString.Invariant($"The clock of this machine is {Math.Abs(ahead.TotalMinutes):0} min {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the server's.");

    public static string Budget(int requests, IReadOnlyList<string> limits) =>
        $"This test sent {requests} requests. All tokens of a tenant share 10,000 an hour."
        + (limits.Count > 0 ? $" The server says: {string.Join(", ", limits)}." : " The server does not say how many are left.");

    public static string WhatFailed(IruException failure, ConnectionOptions? options, WireObserver? wire)
    {
        var text = failure.Message;
        if (failure.Id == FailureIds.Unauthorized && options?.ApiKey is { } key)
            text += $" {KeyIs(key)} A wrong, cut off, rotated or revoked key and a wrong profile id all look like this.";
        if (failure.Id is FailureIds.Timeout or FailureIds.ConnectionLost or FailureIds.IncompleteAnswer && wire?.Via is { } via)
            text += $" The answer passed through {via}, which may hold event streams back.";
        return text;
    }

    public static string? HowToFix(IruException failure, ConnectionOptions? options) => failure.Id switch
    {
        FailureIds.Redirected or FailureIds.NotAnMcpServer when failure.StatusCode != 404 => CaptivePortal,
        FailureIds.HostNotFound => CheckHost,
        FailureIds.Timeout when options is { Proxy.Address: not null } => LetStreamsThrough,
        _ => failure.NextStep,
    };

    private static string PassedOnBy(WireObserver wire) => wire.Via is { } via ? $", passed on by {via}" : "";

    private static string Names(IEnumerable<IruTool> tools) => string.Join(", ", tools.Select(tool => tool.Name));
}
