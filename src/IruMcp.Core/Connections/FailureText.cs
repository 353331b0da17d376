namespace IruMcp.Connections;

/// <summary>What to do next, for each kind of failure.</summary>
internal static class FailureText
{
    public const string CheckKey =
        "Compare the key and the profile id with the MCP configuration that Iru showed: no spaces, and the key with its prefix 'sk_live:'. " +
        "If the token was rotated or revoked, create a new one and take its configuration with Import-IruMcpConfig -Force.";

    public const string CheckPermissions =
        "The token behind this key lacks the permission, or the product is not licensed. In Iru open Access, API tokens, edit the token " +
        "and tick the endpoint, or use a token that has it.";

    public const string CheckUrl =
        "Compare the url with the MCP configuration that Iru showed; it ends in /mcp-server/connector/kandji/tools.";

    public const string CheckHost = "Compare the host with the url that Iru showed, and check the name service and the network of this machine.";

    public const string CheckNetwork = "Check the network, the firewall and the proxy settings (-Proxy), then try again.";

    public const string CheckCertificate =
        "A proxy that inspects TLS must be trusted by this machine: have its root certificate installed. Check the clock as well.";

    public const string CheckProxy = "Give the proxy and its credentials with -Proxy and -ProxyCredential or -ProxyUseDefaultCredentials.";

    public static string CheckArguments(string tool) => $"Get-IruTool {tool} | Format-List shows what the tool takes.";

    public const string WebPage =
        "A captive portal, a proxy or a sign-in page may be in between, or the url is not the one from Iru's MCP configuration.";

    public const string RaiseTimeout = "Try again, ask for less at once (-First, -PageSize), or connect with a larger -TimeoutSec.";

    public const string AskForLess = "Ask for less at once (-PageSize, or a narrower filter).";

    public const string ConnectAgain = "Run Connect-IruMcp again.";

    public const string SlowDown = "Wait and try again. All tokens of a tenant share 10,000 requests an hour; larger pages and Prism tools need fewer.";

    public const string TryAgain = "Try again; if it goes on, check the service's state with Iru.";

    public const string EffectUnknown = "Whether the call took effect is not known; it was not sent again.";

    public const string LookBeforeRepeating =
        "Look before you repeat it: for a device, the tool that lists its commands shows whether the command is queued; otherwise read the object again.";

    public const string UpdateModule = "Update the module: Update-PSResource IruMcp.";

    public const string SendLess = "Send fewer or shorter values in one call.";

    public const string CheckId = "Check the id: the object may be gone, or belong to another tenant.";

    public const string SeeTools = "Get-IruTool lists the tools of this connection; Get-IruTool -Refresh asks the server again.";

    /// <summary>A request that would have had to wait too long for its turn, or was not to wait.</summary>
    public static IruException MustWait(string connection, TimeSpan wait, SentRequest request)
    {
        var when = wait < TimeSpan.FromMinutes(2) ? FormattableString.Invariant($"in {Math.Ceiling(wait.TotalSeconds):0} s")
            : FormattableString.Invariant($"at {DateTime.Now + wait:HH:mm} (in {Math.Ceiling(wait.TotalMinutes):0} min)");
        return new IruException(FailureIds.RateLimited, IruErrorCategory.LimitsExceeded,
            $"The connection '{connection}' may send its next request {when} only. Nothing was sent.",
            wait > RetryPolicy.LongestWait ? "The server wants it so. Try again then."
                : request.MayWait ? SlowDown : "Without -RateLimitAction Stop the wait is made for you.")
        { Tool = request.Tool, RetryAfter = wait, HoldsForAll = true };
    }

    /// <summary>The facts about a call whose fate is not known.</summary>
    public static string WhatIsKnown(ExchangeTrace trace, int attempt, TimeSpan time)
    {
        var answer = trace.Status is not { } status ? "no answer began to come back"
            : $"the answer began with HTTP {(int)status}{(trace.MediaType is { } type ? $" ({type})" : "")}";
        return $"What is known: the call left this machine{(attempt > 1 ? $" (try {attempt}; the tries before it were turned down unprocessed)" : "")}, {answer}, "
            + FormattableString.Invariant($"and it was given up after {time.TotalSeconds:0.0} s.");
    }
}
