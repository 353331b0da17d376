using System.Net;
using System.Net.Sockets;
using IruMcp.Governance;
using ModelContextProtocol;

namespace IruMcp.Connections;

/// <summary>Tells what went wrong between here and the server, from what the SDK threw and what was seen on the wire.</summary>
internal sealed class WireFailure(Uri endpoint, Redactor redactor)
{
    private const int LongestServerText = 600;

    /// <param name="failure">What the SDK threw. Its text is not passed on unless it is the server's own.</param>
    /// <param name="trace">What was seen on the wire.</param>
    /// <param name="tool">The tool being called; null for anything else.</param>
    /// <param name="changes">True where the request may have changed something.</param>
    public IruException Describe(Exception failure, ExchangeTrace trace, string? tool, bool changes)
    {
        var (id, category, message, next) = Tell(failure, trace, tool);
        var words = redactor.CleanStart(ServerText(failure, trace), LongestServerText);
        message = WithWords(message, id, words, trace);
        var ambiguous = changes && trace.WasSent && (IsAmbiguous(id) || id == FailureIds.Redirected && !LeavesUndone(trace.Status));
        if (ambiguous)
        {
            message += " " + FailureText.EffectUnknown;
            category = IruErrorCategory.OperationTimeout;
            next = FailureText.LookBeforeRepeating;
        }

        return new IruException(id, category, message, next)
        {
            Tool = tool,
            StatusCode = (int?)trace.Status is { } status && status is < 200 or >= 300 ? (int?)trace.Status : null,
            RetryAfter = trace.RetryAfter,
            ServerText = words,
            IsAmbiguous = ambiguous,
            IsFromTransport = true,
        };
    }

    /// <summary>What the server itself says is often the only clue; a web page's words are none.</summary>
    private static string WithWords(string message, string id, string? words, ExchangeTrace trace)
    {
        if (string.IsNullOrWhiteSpace(words) || id is FailureIds.Redirected or FailureIds.NotAnMcpServer || trace.MediaType is "text/html")
            return message;
        var sentence = $"{message.TrimEnd('.')}: {words!.Trim()}";
        return sentence[sentence.Length - 1] is '.' or '!' or '?' ? sentence : sentence + ".";
    }

    private static bool IsAmbiguous(string id) => id is FailureIds.ConnectionLost or FailureIds.IncompleteAnswer or FailureIds.Timeout
        or FailureIds.ServerUnavailable or FailureIds.ServerError or FailureIds.NotAnMcpServer or FailureIds.UpstreamTimeout or FailureIds.AnswerTooLong;

    /// <summary>These send the request itself elsewhere; the others may point to the result of what was done.</summary>
    private static bool LeavesUndone(HttpStatusCode? status) => (int?)status is 301 or 307 or 308;

    private (string Id, IruErrorCategory Category, string Message, string? Next) Tell(Exception failure, ExchangeTrace trace, string? tool)
    {
        if (trace.HasUnusableSession)
            return (FailureIds.ProtocolError, IruErrorCategory.ProtocolError,
                $"{endpoint.Host} gave a session id that no request can carry: it has other characters than visible ASCII ones.", FailureText.TryAgain);
        if (trace.ConnectFailure is { } connect)
            return TellConnectFailure(connect);
        if (failure is TimeoutException)
            return (FailureIds.Timeout, IruErrorCategory.OperationTimeout, $"{endpoint.Host} did not finish its answer in time.", FailureText.RaiseTimeout);
        if (trace.Status is { } status && (int)status is < 200 or >= 300)
            return TellStatus(status, trace, tool);
        if (trace.WasTooLong)
            return (FailureIds.AnswerTooLong, IruErrorCategory.LimitsExceeded,
                $"The answer of {endpoint.Host} has more than {TraceHandler.MostBytes >> 20} MB and was given up.", FailureText.AskForLess);
        if (failure is McpProtocolException protocol)
            return TellProtocolError(protocol, tool);
        if (trace.Status is not null && trace.MediaType is "text/html" or "application/xhtml+xml")
            return (FailureIds.NotAnMcpServer, IruErrorCategory.ProtocolError,
                $"{endpoint.Host} answered with a web page instead of an MCP answer.", FailureText.WebPage);
        if (trace.Status == HttpStatusCode.OK && trace.MediaType is { } type && type is not ("application/json" or "text/event-stream"))
            return (FailureIds.NotAnMcpServer, IruErrorCategory.ProtocolError,
                $"{endpoint.Host} answered with {redactor.Clean(type)} instead of JSON or an event stream.", FailureText.WebPage);
        if (trace.Status is not null && failure is McpException && failure.Message.IndexOf("protocol version", StringComparison.OrdinalIgnoreCase) >= 0)
            return (FailureIds.ProtocolError, IruErrorCategory.ProtocolError,
                $"{endpoint.Host} speaks a version of the Model Context Protocol that this module does not know.", FailureText.UpdateModule);
        if (trace.Status is not null)
            return (FailureIds.IncompleteAnswer, IruErrorCategory.ProtocolError,
                $"The answer of {endpoint.Host} broke off or was not a valid MCP answer.", FailureText.TryAgain);
        return (FailureIds.ConnectionLost, IruErrorCategory.ConnectionError,
            $"The connection to {endpoint.Host} was lost before the answer came.", FailureText.TryAgain);
    }

    private (string, IruErrorCategory, string, string?) TellConnectFailure(Exception connect)
    {
        var cause = connect.GetBaseException();
#if NET
        var kind = (connect as HttpRequestException)?.HttpRequestError;
        if (kind == HttpRequestError.ProxyTunnelError)
            return Proxy();
        if (kind == HttpRequestError.SecureConnectionError)
            return Tls(cause);
#endif
        if (cause is System.Security.Authentication.AuthenticationException)
            return Tls(cause);
        var noSuchHost = cause is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain };
#if NET
        noSuchHost |= kind == HttpRequestError.NameResolutionError;
#endif
        if (noSuchHost)
            return (FailureIds.HostNotFound, IruErrorCategory.ConnectionError,
                $"The host name {endpoint.Host} could not be resolved.", FailureText.CheckHost);
        return (FailureIds.ConnectionFailed, IruErrorCategory.ConnectionError,
            $"No connection to {endpoint.Authority} could be made ({redactor.Clean(cause.Message)}).", FailureText.CheckNetwork);
    }

    private (string, IruErrorCategory, string, string?) Tls(Exception cause) =>
        (FailureIds.TlsFailed, IruErrorCategory.SecurityError,
            $"No secure connection to {endpoint.Authority} could be made ({redactor.Clean(cause.Message)}).", FailureText.CheckCertificate);

    private (string, IruErrorCategory, string, string?) Proxy() =>
        (FailureIds.ProxyFailed, IruErrorCategory.ConnectionError,
            $"The proxy did not let the connection to {endpoint.Authority} through.", FailureText.CheckProxy);

    private (string, IruErrorCategory, string, string?) TellStatus(HttpStatusCode status, ExchangeTrace trace, string? tool) => (int)status switch
    {
        401 => (FailureIds.Unauthorized, IruErrorCategory.AuthenticationError,
            $"{endpoint.Host} did not accept the key (HTTP 401).", FailureText.CheckKey),
        403 => (FailureIds.PermissionDenied, IruErrorCategory.PermissionDenied,
            $"{endpoint.Host} refused the request (HTTP 403).", FailureText.CheckPermissions),
        400 when trace.CarriedSession && trace.BodyStart?.IndexOf("session", StringComparison.OrdinalIgnoreCase) >= 0 => (FailureIds.SessionLost,
            IruErrorCategory.ConnectionError, $"{endpoint.Host} does not know the session (HTTP 400).", FailureText.ConnectAgain),
        404 when trace.CarriedSession => (FailureIds.SessionLost, IruErrorCategory.ConnectionError,
            $"{endpoint.Host} has forgotten the session (HTTP 404).", FailureText.ConnectAgain),
        404 => (FailureIds.NotAnMcpServer, IruErrorCategory.ObjectNotFound,
            $"There is no MCP server at {endpoint.GetLeftPart(UriPartial.Path)} (HTTP 404).", FailureText.CheckUrl),
        407 => Proxy(),
        408 => (FailureIds.UpstreamTimeout, IruErrorCategory.OperationTimeout,
            $"{endpoint.Host} gave up waiting (HTTP 408).", FailureText.TryAgain),
        413 => (FailureIds.InvalidArgument, IruErrorCategory.LimitsExceeded,
            $"The request was too large for {endpoint.Host} (HTTP 413).", FailureText.SendLess),
        429 => (FailureIds.RateLimited, IruErrorCategory.LimitsExceeded,
            $"{endpoint.Host} asks for fewer requests (HTTP 429){Wait(trace)}.", FailureText.SlowDown),
        503 => (FailureIds.ServerUnavailable, IruErrorCategory.ResourceUnavailable,
            $"{endpoint.Host} is not available at the moment (HTTP 503){Wait(trace)}.", FailureText.TryAgain),
        502 or 504 => (FailureIds.ServerUnavailable, IruErrorCategory.ResourceUnavailable,
            $"A gateway before {endpoint.Host} got no answer (HTTP {(int)status}).", FailureText.TryAgain),
        >= 300 and < 400 => (FailureIds.Redirected, IruErrorCategory.SecurityError,
            $"{endpoint.Host} redirects to {trace.RedirectHost ?? "another address"} (HTTP {(int)status}). Redirects are not followed, so that the key stays with the host it is for.",
            FailureText.CheckUrl),
        >= 500 => (FailureIds.ServerError, IruErrorCategory.ResourceUnavailable,
            $"{endpoint.Host} failed (HTTP {(int)status}).", FailureText.TryAgain),
        _ => (FailureIds.ProtocolError, IruErrorCategory.ProtocolError,
            $"{endpoint.Host} did not take the request (HTTP {(int)status}).", tool is null ? FailureText.CheckUrl : FailureText.CheckArguments(tool)),
    };

    private (string, IruErrorCategory, string, string?) TellProtocolError(McpProtocolException failure, string? tool) => failure.ErrorCode switch
    {
        McpErrorCode.InvalidParams => (FailureIds.InvalidArgument, IruErrorCategory.InvalidArgument,
            "The server did not accept the arguments.", tool is null ? FailureText.TryAgain : FailureText.CheckArguments(tool)),
        McpErrorCode.MethodNotFound => (FailureIds.ProtocolError, IruErrorCategory.ProtocolError,
            $"{endpoint.Host} does not know the request; it may not be an MCP server with tools.", FailureText.CheckUrl),
        McpErrorCode.ParseError or McpErrorCode.InvalidRequest => (FailureIds.ProtocolError, IruErrorCategory.ProtocolError,
            $"{endpoint.Host} answered with the protocol error {(int)failure.ErrorCode}.", FailureText.TryAgain),
        // The other codes are the server's own; one of them says that it waited in vain for what may yet be done.
        _ => (FailureIds.ServerError, IruErrorCategory.ResourceUnavailable,
            $"{endpoint.Host} failed (protocol error {(int)failure.ErrorCode}).", FailureText.TryAgain),
    };

    private static string Wait(ExchangeTrace trace) =>
        trace.RetryAfter is { } wait ? FormattableString.Invariant($" and to wait {Math.Ceiling(wait.TotalSeconds):0} s") : "";

    private static string? ServerText(Exception failure, ExchangeTrace trace)
    {
        return trace.BodyStart is { Length: > 0 } body ? ErrorBody.ReadText(body)
            : failure is McpProtocolException ? failure.Message.Replace("Request failed (remote): ", "")
            : null;
    }
}
