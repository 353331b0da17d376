using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using IruMcp.Connections;

namespace IruMcp.Diagnosis;

/// <summary>Looks at what lies below the first request: the proxy, the name, the port.</summary>
internal sealed class NetworkProbe(ConnectionOptions options)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private Uri? _proxy;
    private IPAddress[] _addresses = [];

    private Uri Endpoint => options.Endpoint;

    public async Task<DiagnosisCheck> TestProxyAsync(CancellationToken cancellationToken)
    {
        try
        {
            _proxy = ProxyRules.AddressFor(options);
        }
        catch (IruException refused)
        {
            return ProxyFailure(refused.Message, refused.NextStep!) with { ErrorId = refused.Id };
        }
        if (_proxy is null)
            return Check(CheckNames.Proxy, CheckResult.Skipped, DiagnosisText.NoProxy);

        var source = options.Proxy.Address is not null ? DiagnosisText.GivenProxy : DiagnosisText.SystemProxy;
        var shown = _proxy.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        if (await ResolveAsync(_proxy.DnsSafeHost, cancellationToken).ConfigureAwait(false) is not { Length: > 0 } addresses)
            return ProxyFailure($"The name of the proxy {shown} ({source}) could not be resolved.", DiagnosisText.CheckProxyAddress);
        var (client, complaint) = await ConnectAsync(addresses, _proxy.Port, cancellationToken).ConfigureAwait(false);
        using (client)
        {
            if (client is null)
                return ProxyFailure($"The proxy {shown} ({source}) cannot be reached: {complaint}", DiagnosisText.CheckProxyAddress);
            // The header of a Windows sign-in is more than a probe can make: the first request will tell.
            if (Endpoint.Scheme != Uri.UriSchemeHttps || _proxy.Scheme != Uri.UriSchemeHttp || options.Proxy.UseDefaultCredentials)
                return Check(CheckNames.Proxy, CheckResult.Passed, $"{shown} ({source}) takes connections.");

            var answer = await ProxyTunnel.AskAsync(client, Endpoint, options.Proxy, LongestWait, cancellationToken).ConfigureAwait(false);
            return answer.Status switch
            {
                >= 200 and < 300 => Check(CheckNames.Proxy, CheckResult.Passed, $"{shown} ({source}) lets connections to {Endpoint.Authority} through."),
                407 when options.Proxy.UserName is null => ProxyFailure(
                    $"The proxy {shown} ({source}) wants to know who is asking (HTTP 407{answer.Schemes}).", DiagnosisText.GiveProxyCredential),
                407 => ProxyFailure($"The proxy {shown} ({source}) does not accept the user name and password (HTTP 407{answer.Schemes}).", DiagnosisText.CheckProxyCredential),
                { } status => ProxyFailure($"The proxy {shown} ({source}) refuses connections to {Endpoint.Authority} (HTTP {status}).", DiagnosisText.AllowHost),
                null => ProxyFailure($"{shown} ({source}) takes connections but does not answer as a proxy does.", DiagnosisText.CheckProxyAddress),
            };
        }
    }

    public async Task<DiagnosisCheck> TestNameAsync(CancellationToken cancellationToken)
    {
        if (_proxy is not null)
            return Check(CheckNames.Dns, CheckResult.Skipped, DiagnosisText.ProxyResolves);
        if (IPAddress.TryParse(Endpoint.DnsSafeHost, out var literal))
        {
            _addresses = [literal];
            return Check(CheckNames.Dns, CheckResult.Skipped, DiagnosisText.IsAddress);
        }
        _addresses = await ResolveAsync(Endpoint.DnsSafeHost, cancellationToken).ConfigureAwait(false);
        return _addresses.Length > 0
            ? Check(CheckNames.Dns, CheckResult.Passed, $"{Endpoint.Host} is {string.Join(", ", _addresses.Take(4).Select(address => address.ToString()))}.")
            : new DiagnosisCheck
            {
                Check = CheckNames.Dns, Result = CheckResult.Failed, ErrorId = FailureIds.HostNotFound,
                Detail = $"The host name {Endpoint.Host} could not be resolved.", Fix = DiagnosisText.CheckHost,
            };
    }

    public async Task<DiagnosisCheck> TestPortAsync(CancellationToken cancellationToken)
    {
        if (_proxy is not null)
            return Check(CheckNames.Tcp, CheckResult.Skipped, DiagnosisText.ProxyConnects);
        var watch = Stopwatch.StartNew();
        var (client, complaint) = await ConnectAsync(_addresses, Endpoint.Port, cancellationToken).ConfigureAwait(false);
        using (client)
            return client is not null
                ? Check(CheckNames.Tcp, CheckResult.Passed, $"{Endpoint.Host} takes connections on port {Endpoint.Port} ({watch.ElapsedMilliseconds} ms).")
                : new DiagnosisCheck
                {
                    Check = CheckNames.Tcp, Result = CheckResult.Failed, ErrorId = FailureIds.ConnectionFailed,
                    Detail = $"{Endpoint.Host} cannot be reached on port {Endpoint.Port}: {complaint}", Fix = DiagnosisText.OpenFirewall,
                };
    }

    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var resolving = Dns.GetHostAddressesAsync(host);
        try
        {
            return await InTimeAsync(resolving, cancellationToken).ConfigureAwait(false) ? await resolving.ConfigureAwait(false) : [];
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            return [];
        }
    }

    private static async Task<(TcpClient? Client, string Complaint)> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var complaint = DiagnosisText.NoAddress;
        foreach (var address in addresses)
        {
            var client = new TcpClient(address.AddressFamily);
            try
            {
                var connecting = client.ConnectAsync(address, port);
                if (await InTimeAsync(connecting, cancellationToken).ConfigureAwait(false))
                {
                    await connecting.ConfigureAwait(false);
                    return (client, "");
                }
                complaint = DiagnosisText.NoAnswer(LongestWait);
            }
            catch (SocketException refused)
            {
                complaint = refused.SocketErrorCode == SocketError.ConnectionRefused ? DiagnosisText.Refused : $"{refused.Message}.";
            }
            client.Dispose();
        }
        return (null, complaint);
    }

    /// <summary>False where it is not over in time.</summary>
    private static async Task<bool> InTimeAsync(Task task, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(task, Task.Delay(LongestWait, over.Token)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        over.Cancel();
        if (first == task)
            return true;
        _ = task.ContinueWith(late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return false;
    }

    private static DiagnosisCheck ProxyFailure(string detail, string fix) => new()
    {
        Check = CheckNames.Proxy, Result = CheckResult.Failed, Detail = detail, Fix = fix, ErrorId = FailureIds.ProxyFailed,
    };

    private static DiagnosisCheck Check(string name, CheckResult result, string detail) => new() { Check = name, Result = result, Detail = detail };
}
