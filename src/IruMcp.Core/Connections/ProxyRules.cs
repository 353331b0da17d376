using System.Net;
using IruMcp.Configuration;

namespace IruMcp.Connections;

/// <summary>Which proxy a connection uses.</summary>
internal static class ProxyRules
{
    /// <summary>False for a server on this computer, unless a proxy was given: the proxy of the environment or the system is for other hosts, and
    /// would see the key of a plain http request.</summary>
    /// <exception cref="IruException"><c>IruMcp.InsecureUri</c>: a proxy was given for plain http.</exception>
    public static bool MayUse(ConnectionOptions options)
    {
        if (options.Proxy.Address is not { } given)
            return !options.Endpoint.IsLoopback;
        return options.Endpoint.Scheme == Uri.UriSchemeHttps ? true : throw ConfigurationText.InsecureProxy(given);
    }

    /// <summary>The address of the proxy that requests go through; null for none.</summary>
    public static Uri? AddressFor(ConnectionOptions options)
    {
        if (!MayUse(options))
            return null;
        var proxy = options.Proxy.Address is { } given ? new WebProxy(given) : SystemProxy();
        if (proxy is null || proxy.IsBypassed(options.Endpoint))
            return null;
        return proxy.GetProxy(options.Endpoint) is { } address && address != options.Endpoint ? address : null;
    }

#if NET
    private static IWebProxy? SystemProxy() => HttpClient.DefaultProxy;
#else
    private static IWebProxy? SystemProxy() => WebRequest.DefaultWebProxy;
#endif
}
