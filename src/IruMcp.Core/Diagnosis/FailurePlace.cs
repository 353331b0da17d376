using IruMcp.Connections;

namespace IruMcp.Diagnosis;

/// <summary>Which check a failure belongs to.</summary>
internal static class FailurePlace
{
    public static string OfConfiguration(string id) => id switch
    {
        "IruMcp.VaultFailed" or "IruMcp.NoVault" or "IruMcp.SecretManagementMissing" or "IruMcp.ConfigNotFound" => CheckNames.Vault,
        "IruMcp.InvalidKey" or "IruMcp.InvalidProfile" => CheckNames.Key,
        _ => CheckNames.Configuration,
    };

    public static string OfWire(IruException failure, Uri endpoint, WireObserver way) => failure.Id switch
    {
        FailureIds.HostNotFound => CheckNames.Dns,
        FailureIds.ConnectionFailed => CheckNames.Tcp,
        FailureIds.TlsFailed => CheckNames.Tls,
        FailureIds.ProxyFailed => CheckNames.Proxy,
        FailureIds.Unauthorized => CheckNames.Authentication,
        FailureIds.RateLimited => CheckNames.RateBudget,
        // A certificate that was turned away ends on some systems as a line that was lost.
        FailureIds.ConnectionLost when way.Certificate is { IsTrusted: false } && endpoint.Scheme == Uri.UriSchemeHttps => CheckNames.Tls,
        FailureIds.Timeout or FailureIds.ConnectionLost when way is { Certificate: null, Status: null } && endpoint.Scheme == Uri.UriSchemeHttps => CheckNames.Tls,
        _ when failure.Tool is not null => CheckNames.Permissions,
        FailureIds.PermissionDenied => CheckNames.Authentication,
        FailureIds.IncompleteAnswer => CheckNames.Protocol,
        FailureIds.ProtocolError or FailureIds.InvalidArgument or FailureIds.SessionLost or FailureIds.ServerError when failure.StatusCode is null => CheckNames.Protocol,
        _ => CheckNames.Http,
    };
}
