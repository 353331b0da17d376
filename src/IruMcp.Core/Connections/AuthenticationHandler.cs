namespace IruMcp.Connections;

/// <summary>Adds the two headers that Iru asks for, to requests for the configured origin and to no other.</summary>
/// <remarks>It also takes away the SDK's copy of a tool's name where that has letters no header can carry: the name stands in the
/// body as well, and the request could not be sent at all.</remarks>
internal sealed class AuthenticationHandler(HttpMessageHandler inner, Uri endpoint, Secret? apiKey, Secret? profile)
    : DelegatingHandler(inner)
{
    private const string ToolNameHeader = "Mcp-Name";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (IsSameOrigin(request.RequestUri))
        {
            Set(request, "X-API-Key", apiKey);
            Set(request, "X-MCP-Profile", profile);
        }
        if (request.Headers.TryGetValues(ToolNameHeader, out var names) && names.Any(name => name.Any(letter => letter is < ' ' or > '~')))
            request.Headers.Remove(ToolNameHeader);
        return base.SendAsync(request, cancellationToken);
    }

    private bool IsSameOrigin(Uri? target) => target is not null &&
        Uri.Compare(target, endpoint, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static void Set(HttpRequestMessage request, string name, Secret? value)
    {
        request.Headers.Remove(name);
        if (value is not null)
            request.Headers.TryAddWithoutValidation(name, value.Reveal());
    }
}
