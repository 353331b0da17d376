using System.Net;
using IruMcp.Connections;
using IruMcp.Core.Tests.Diagnosis;

namespace IruMcp.Core.Tests.Connections;

/// <summary>What leaves this computer beside the requests themselves, and what is kept of the answers.</summary>
public sealed class HttpPipelineTests
{
    [Fact]
    public async Task A_proxy_of_the_environment_sees_nothing_of_a_server_on_this_computer()
    {
        await using var proxy = new LoopbackServer(_ => LoopbackServer.Http(502));
        await using var server = new OddServer();
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy($"http://127.0.0.1:{proxy.Port}", BypassOnLocal: false);
        try
        {
            using var connection = await server.OpenAsync();
            Assert.Single(await connection.CallAsync("get-thing"));
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public async Task A_given_proxy_for_plain_http_is_refused()
    {
        await using var proxy = new LoopbackServer(_ => LoopbackServer.Http(502));
        await using var server = new OddServer();
        var options = server.Options with { Proxy = new ProxyOptions { Address = new Uri($"http://127.0.0.1:{proxy.Port}") } };
        var failure = await Assert.ThrowsAsync<IruException>(() => IruConnection.OpenAsync(options, new RecordingLog(), CancellationToken.None));
        Assert.Equal("IruMcp.InsecureUri", failure.Id);
        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public async Task A_cookie_is_not_sent_back()
    {
        var heads = new List<string>();
        await using var server = new LoopbackServer(request =>
        {
            lock (heads)
                heads.Add(request);
            return LoopbackServer.Http(503, headers: "Set-Cookie: session=CANARY; Path=/\r\nRetry-After: 0\r\n");
        });
        var options = new ConnectionOptions
        {
            Name = "cookie", Endpoint = new Uri($"http://127.0.0.1:{server.Port}/mcp"), PolicyPlaces = TestConnection.Policies, Protocols = TestConnection.Protocols,
        };
        using var http = HttpPipeline.Create(options);
        for (var i = 0; i < 2; i++)
            using (await http.GetAsync(options.Endpoint))
            {
            }
        Assert.Equal(2, heads.Count);
        Assert.DoesNotContain("CANARY", string.Concat(heads));
    }
}
