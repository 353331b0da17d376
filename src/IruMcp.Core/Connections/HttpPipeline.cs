using System.Net;
using System.Net.Http.Headers;

namespace IruMcp.Connections;

/// <summary>Builds the HTTP client of a connection.</summary>
internal static class HttpPipeline
{
    /// <summary>More than any fan-out asks for; the .NET Framework's own limit is two.</summary>
    private const int ConnectionsPerServer = 64;

    public static HttpClient Create(ConnectionOptions options)
    {
#if NET
        var transport = CreateTransport(options);
#else
        var transport = new SingleUseConnectionHandler(() => CreateTransport(options));
#endif
        var client = new HttpClient(new AuthenticationHandler(new TraceHandler(transport), options.Endpoint, options.ApiKey, options.Profile))
        {
            // Each request has its own time limit, which covers the answer's body as well.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("IruMcp", ClientVersion));
        return client;
    }

    public static string ClientVersion { get; } = typeof(HttpPipeline).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    private static HttpMessageHandler CreateTransport(ConnectionOptions options)
    {
        var handler = new HttpClientHandler
        {
            // A followed redirect would carry the key to another host.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            MaxConnectionsPerServer = ConnectionsPerServer,
            // The two headers are the whole sign-in. A cookie would outlive the key that it was given for.
            UseCookies = false,
        };
#if !NET
        handler.SslProtocols = System.Security.Authentication.SslProtocols.Tls12;
#endif
        ApplyProxy(handler, options);
        return options.Observer?.Watch(handler) ?? handler;
    }

    private static void ApplyProxy(HttpClientHandler handler, ConnectionOptions options)
    {
        handler.UseProxy = ProxyRules.MayUse(options);
        var proxy = options.Proxy;
        var credentials = proxy.UseDefaultCredentials ? CredentialCache.DefaultCredentials
            : proxy.UserName is { } user ? new NetworkCredential(user, proxy.Password?.Reveal() ?? "")
            : null;

        if (proxy.Address is { } address)
            handler.Proxy = new WebProxy(address) { Credentials = credentials };
        else
            handler.DefaultProxyCredentials = credentials;
    }
}
