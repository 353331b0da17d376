namespace IruMcp.Connections;

/// <summary>The stable ids of failures on the way to the server and back.</summary>
internal static class FailureIds
{
    public const string Unauthorized = "IruMcp.Unauthorized";
    public const string PermissionDenied = "IruMcp.PermissionDenied";
    public const string RateLimited = "IruMcp.RateLimited";
    public const string ServerUnavailable = "IruMcp.ServerUnavailable";
    public const string ServerError = "IruMcp.ServerError";
    public const string ConnectionFailed = "IruMcp.ConnectionFailed";
    public const string ConnectionLost = "IruMcp.ConnectionLost";
    public const string HostNotFound = "IruMcp.HostNotFound";
    public const string TlsFailed = "IruMcp.TlsFailed";
    public const string ProxyFailed = "IruMcp.ProxyFailed";
    public const string Timeout = "IruMcp.Timeout";
    public const string UpstreamTimeout = "IruMcp.UpstreamTimeout";
    public const string SessionLost = "IruMcp.SessionLost";
    public const string Redirected = "IruMcp.Redirected";
    public const string NotAnMcpServer = "IruMcp.NotAnMcpServer";
    public const string IncompleteAnswer = "IruMcp.IncompleteAnswer";
    public const string AnswerTooLong = "IruMcp.AnswerTooLong";
    public const string ProtocolError = "IruMcp.ProtocolError";
    public const string UnknownTool = "IruMcp.UnknownTool";
    public const string NotFound = "IruMcp.NotFound";
    public const string InvalidArgument = "IruMcp.InvalidArgument";
    public const string ToolFailed = "IruMcp.ToolFailed";
    public const string PagingLoop = "IruMcp.PagingLoop";
    public const string Disconnected = "IruMcp.Disconnected";
}
