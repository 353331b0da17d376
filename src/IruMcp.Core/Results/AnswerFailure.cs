using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using IruMcp.Connections;
using IruMcp.Governance;
using IruMcp.Tools;

namespace IruMcp.Results;

/// <summary>Tells what went wrong behind the MCP server, from the words of an answer that says it failed.</summary>
internal sealed class AnswerFailure(Redactor redactor)
{
    private const int LongestServerText = 600;

    /// <summary>The server behind the server did not answer, or not to the end: it may have done what it was asked to.</summary>
    private static readonly string[] LostWords =
    [
        "timed out", "timeout", "time-out", "deadline exceeded", "connection reset", "connection closed", "connection was closed",
        "connection aborted", "econnreset", "socket hang up", "broken pipe",
    ];

    /// <summary>Parts of outcomes that say that nothing was done.</summary>
    private static readonly string[] Failures =
        ["error", "fail", "denied", "reject", "refus", "invalid", "forbid", "unauthor", "not_found", "not found", "cancel", "conflict", "skip", "unchanged"];

    private static readonly Regex StatusInText = new(
        @"(?:\bHTTP(?: error)?|\bstatus(?: code)?|\berror|\bcode)\W{0,3}(?<status>[45]\d\d)\b|^\W*(?<status>[45]\d\d)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <param name="answer">The answer that says it failed.</param>
    /// <param name="tool">The tool that was called.</param>
    /// <param name="identifier">What the call was about, as the message of an object that is not there names it; null where nothing is known.</param>
    public IruException Describe(ToolAnswer answer, IruTool tool, string? identifier = null)
    {
        var text = ReadText(answer);
        var status = answer.Status ?? StatusOf(answer.RawText) ?? StatusOf(text);
        var (id, category, next) = Classify(text, status, tool.Name);
        var clean = redactor.CleanStart(text, LongestServerText);
        var ambiguous = !tool.IsRead && (id is FailureIds.UpstreamTimeout or FailureIds.ServerError or FailureIds.ServerUnavailable || IsUnclear(answer, status));
        var about = id == FailureIds.NotFound && identifier is not null ? redactor.CleanLine($" for '{identifier}'") : "";
        var message = string.IsNullOrWhiteSpace(clean) ? $"'{tool.Name}' failed{about}; the server gave no reason." : $"'{tool.Name}' failed{about}: {clean}";

        return new IruException(
            id,
            ambiguous ? IruErrorCategory.OperationTimeout : category,
            ambiguous ? $"{AsSentence(message)} {FailureText.EffectUnknown}" : message,
            ambiguous ? FailureText.LookBeforeRepeating : next)
        {
            Tool = tool.Name,
            ServerText = clean,
            StatusCode = status,
            IsAmbiguous = ambiguous,
        };
    }

    /// <summary>What came is no answer of a tool at all.</summary>
    public static IruException NoAnswer(IruTool tool) => new(
        FailureIds.IncompleteAnswer,
        tool.IsRead ? IruErrorCategory.ProtocolError : IruErrorCategory.OperationTimeout,
        $"The answer to '{tool.Name}' has neither content nor structured content." + (tool.IsRead ? "" : " " + FailureText.EffectUnknown),
        tool.IsRead ? FailureText.TryAgain : FailureText.LookBeforeRepeating)
    {
        Tool = tool.Name,
        IsAmbiguous = !tool.IsRead,
    };

    /// <summary>An outcome in words that nobody knows, as "partial", may be half of a success.</summary>
    private static bool IsUnclear(ToolAnswer answer, int? status) =>
        status is null && answer.Outcome is { } outcome && !Failures.Any(word => outcome.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    private static string AsSentence(string message) => message[message.Length - 1] is '.' or '!' or '?' ? message : message + ".";

    private static (string Id, IruErrorCategory Category, string? Next) Classify(string text, int? status, string tool)
    {
        bool Says(params string[] words) => words.Any(word => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

        if (status == 429 || Says("rate limit", "too many requests"))
            return (FailureIds.RateLimited, IruErrorCategory.LimitsExceeded, FailureText.SlowDown);
        if (Says("unknown tool", "tool not found", "no such tool"))
            return (FailureIds.UnknownTool, IruErrorCategory.ObjectNotFound, FailureText.SeeTools);
        if (status == 401 || status is null && Says("unauthorized", "invalid api key", "authentication failed"))
            return (FailureIds.Unauthorized, IruErrorCategory.AuthenticationError, FailureText.CheckKey);
        if (status == 403 || status is null && Says("permission denied", "forbidden", "not permitted", "not allowed for this token"))
            return (FailureIds.PermissionDenied, IruErrorCategory.PermissionDenied, FailureText.CheckPermissions);
        if (status == 404)
            return (FailureIds.NotFound, IruErrorCategory.ObjectNotFound, FailureText.CheckId);
        if (status is 408 or 504 || status is null && Says(LostWords))
            return (FailureIds.UpstreamTimeout, IruErrorCategory.OperationTimeout, FailureText.TryAgain);
        if (status is 502 or 503 || status is null && Says("bad gateway", "service unavailable", "temporarily unavailable"))
            return (FailureIds.ServerUnavailable, IruErrorCategory.ResourceUnavailable, FailureText.TryAgain);
        if (status >= 500 || status is null && Says("internal server error"))
            return (FailureIds.ServerError, IruErrorCategory.ResourceUnavailable, FailureText.TryAgain);
        if (status is 400 or 415 or 422)
            return (FailureIds.ToolFailed, IruErrorCategory.InvalidOperation, FailureText.CheckArguments(tool));
        if (Says("validation error", "invalid arguments", "missing required argument"))
            return (FailureIds.InvalidArgument, IruErrorCategory.InvalidArgument, FailureText.CheckArguments(tool));
        if (Says("not found"))
            return (FailureIds.NotFound, IruErrorCategory.ObjectNotFound, FailureText.CheckId);
        return (FailureIds.ToolFailed, IruErrorCategory.InvalidResult, FailureText.CheckArguments(tool));
    }

    private static string ReadText(ToolAnswer answer)
    {
        if (answer.PlainText is { } plain)
            return ErrorBody.ReadText(plain);
        if (answer.Payload.ValueKind == JsonValueKind.Object)
            foreach (var name in new[] { "error", "result", "detail", "message" })
                if (answer.Payload.TryGetProperty(name, out var inner) && ErrorBody.ReadText(inner) is { Length: > 0 } text)
                    return ErrorBody.ReadText(text);
        return answer.Payload.ValueKind == JsonValueKind.Undefined ? ErrorBody.ReadText(answer.RawText) : ErrorBody.ReadText(answer.Payload);
    }

    private static int? StatusOf(string text) =>
        StatusInText.Match(text) is { Success: true } match && int.TryParse(match.Groups["status"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : null;
}
