namespace IruMcp.Simulator.Faults;

/// <summary>A fault that waits for calls.</summary>
/// <param name="Fault">One of <see cref="FaultNames"/>.</param>
/// <param name="Tool">A tool's name, or * for any.</param>
/// <param name="Method">The JSON-RPC method it waits for, or * for any.</param>
/// <param name="Count">How many calls it hits; 0 for every call from then on.</param>
/// <param name="After">How many fitting calls pass before it begins.</param>
/// <param name="RetryAfter">Seconds for a Retry-After header, where the fault has one.</param>
/// <param name="DelayMs">Milliseconds to wait, where the fault waits.</param>
public sealed record FaultRule(
    string Fault, string Tool = "*", string Method = "tools/call", int Count = 1, int After = 0, int? RetryAfter = null, int DelayMs = 2000);

/// <summary>The faults by name, each with a sentence for the help text.</summary>
public static class FaultNames
{
    public const string Slow = "slow";
    public const string Stall = "stall";
    public const string DropBefore = "drop-before";
    public const string DropAfter = "drop-after";
    public const string MalformedJson = "malformed-json";
    public const string TruncatedSse = "truncated-sse";
    public const string Redirect = "redirect";
    public const string Html = "html";
    public const string RateLimitText = "rate-limit-text";
    public const string UpstreamTimeoutText = "upstream-timeout-text";
    public const string EmptyBody = "empty-body";
    public const string WrongId = "wrong-id";
    public const string Chatty = "chatty";
    public const string Big = "big";
    public const string RepeatCursor = "repeat-cursor";
    public const string EchoJson = "echo-json";
    public const string EchoHtml = "echo-html";
    public const string EchoRedirect = "echo-redirect";
    public const string EchoProtocolError = "echo-protocol-error";
    public const string EchoText = "echo-text";
    public const string EchoArguments = "echo-arguments";
    public const string EmptyCursor = "empty-cursor";

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["401"] = "HTTP 401 {\"detail\":\"Unauthorized\"}; the tool does not run",
        ["403"] = "HTTP 403; the tool does not run",
        ["404"] = "HTTP 404 as for a session the server has forgotten (which it then has); the tool does not run",
        ["429"] = "HTTP 429, with Retry-After when retryAfter is set; the tool does not run",
        ["500"] = "HTTP 500; the tool does not run",
        ["502"] = "HTTP 502; the tool does not run",
        ["503"] = "HTTP 503, with Retry-After when retryAfter is set; the tool does not run",
        ["504"] = "HTTP 504; the tool does not run",
        [Slow] = "waits delayMs, then runs and answers; nothing is sent before",
        [Stall] = "runs, sends the headers, waits delayMs, then sends the body",
        [DropBefore] = "the connection is aborted; the tool does not run",
        [DropAfter] = "the tool runs, then the connection is aborted without an answer",
        [MalformedJson] = "the tool runs; the answer is cut and no JSON",
        [TruncatedSse] = "the tool runs; the event stream ends in the middle of the event",
        [Redirect] = "HTTP 307 to the control port under the name localhost, where the request is logged; the tool does not run",
        [Html] = "HTTP 200 with an HTML page; the tool does not run",
        [RateLimitText] = "isError with 'Rate limited by upstream API, please retry later'; the tool does not run",
        [UpstreamTimeoutText] = "isError with 'Upstream request timed out, please retry'; the tool does not run",
        [EmptyBody] = "the tool runs; HTTP 200 without a body",
        [WrongId] = "the tool runs; the answer bears another JSON-RPC id",
        [Chatty] = "the tool runs; comments, log and progress notifications come first, data over several lines, CRLF, odd chunks",
        [Big] = "the tool runs; its result is blown up to 5 MB",
        [RepeatCursor] = "the tool runs as if asked for the first page, so that its cursor never advances; tools/list: the same next cursor for ever",
        [EchoJson] = "HTTP 400 whose JSON repeats the key and the profile; the tool does not run",
        [EchoHtml] = "HTTP 502 with an HTML page that repeats them; the tool does not run",
        [EchoRedirect] = "HTTP 307 to an address that has them in its query; the tool does not run",
        [EchoProtocolError] = "a JSON-RPC error that repeats them; the tool does not run",
        [EchoText] = "isError with a text that repeats them; the tool does not run",
        [EchoArguments] = "isError with a text that repeats the call's arguments; the tool does not run",
        [EmptyCursor] = "tools/list only: an empty next cursor",
    };
}
