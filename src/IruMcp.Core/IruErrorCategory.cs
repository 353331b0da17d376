namespace IruMcp;

/// <summary>What kind of failure an <see cref="IruException"/> is. The names are those of PowerShell's ErrorCategory, so
/// that a cmdlet maps one to the other by name.</summary>
public enum IruErrorCategory
{
    NotSpecified,
    OpenError,
    InvalidArgument,
    InvalidData,
    InvalidOperation,
    InvalidResult,
    ObjectNotFound,
    OperationStopped,
    OperationTimeout,
    ParserError,
    PermissionDenied,
    ResourceBusy,
    ResourceExists,
    ResourceUnavailable,
    SecurityError,
    WriteError,
    NotInstalled,
    LimitsExceeded,
    NotEnabled,
    AuthenticationError,
    ConnectionError,
    ProtocolError,
}
