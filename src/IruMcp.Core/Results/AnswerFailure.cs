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

    private static readonly Regex StatusInText = new(
        @"(?:\bHTTP(?: error)?|\bstatus(?: code)?|\berror|\bcode)\W{0,3}(?<status>[45]\d\d)\b|^\W*(?<status>[45]\d\d)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    public IruException Describe(ToolAnswer answer, IruTool tool)
    {
        var text = ReadText(answer);
        var status = answer.Status ?? StatusOf(answer.RawText) ?? StatusOf(text);
        var (id, category, next) = Classify(text, status);
        var clean = redactor.CleanStart(text, LongestServerText);
        var ambiguous = !tool.IsRead && id is FailureIds.UpstreamTimeout or FailureIds.ServerError or FailureIds.ServerUnavailable && !tool.IsRead;
        var message = string.IsNullOrWhiteSpace(clean) ? $"'{tool.Name}' failed; the server gave no reason." : $"'{tool.Name}' failed: {clean}";

        return new IruException(
            id,
            ambiguous ? IruErrorCategory.OperationTimeout : category,
            ambiguous ? message + " Whether the call took effect is not known; it was not sent again." : message,
            ambiguous ? FailureText.LookBeforeRepeating : next)
        {
            Tool = tool.Name,
            ServerText = clean,
            StatusCode = status,
            IsAmbiguous = ambiguous,
        };
    }

    private static (string Id, IruErrorCategory Category, string? Next) Classify(string text, int? status)
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
        if (status is 408 or 504 || status is null && Says("timed out", "timeout"))
            return (FailureIds.UpstreamTimeout, IruErrorCategory.OperationTimeout, FailureText.TryAgain);
        if (status is 502 or 503)
            return (FailureIds.ServerUnavailable, IruErrorCategory.ResourceUnavailable, FailureText.TryAgain);
        if (status >= 500)
            return (FailureIds.ServerError, IruErrorCategory.ResourceUnavailable, FailureText.TryAgain);
        if (status is 400 or 415 or 422)
            return (FailureIds.ToolFailed, IruErrorCategory.InvalidOperation, FailureText.CheckArguments);
        if (Says("validation error", "invalid arguments", "missing required argument"))
            return (FailureIds.InvalidArgument, IruErrorCategory.InvalidArgument, FailureText.CheckArguments);
        if (Says("not found"))
            return (FailureIds.NotFound, IruErrorCategory.ObjectNotFound, FailureText.CheckId);
        return (FailureIds.ToolFailed, IruErrorCategory.InvalidResult, FailureText.CheckArguments);
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
        StatusInText.Match(text) is { Success: true } match && int.TryParse(match.Groups["status"].Value, out var status) ? status : null;
}
