using IruMcp.Connections;
using IruMcp.Diagnosis;
using static IruMcp.Core.Tests.Diagnosis.ConnectionDiagnosisTests;

namespace IruMcp.Core.Tests.Diagnosis;

/// <summary>What stands between this machine and the server: TLS, portals, proxies, on real sockets.</summary>
public sealed class WayDiagnosisTests
{
    [Fact]
    public async Task A_self_signed_certificate_is_the_cause_and_gets_no_key()
    {
        await using var server = new LoopbackServer(_ => LoopbackServer.Http(200), LoopbackServer.Certificate("localhost"));
        var cause = AssertCause(await TestAsync(Options($"https://localhost:{server.Port}/x")), CheckNames.Tls, "IruMcp.TlsFailed");
        Assert.Contains("self-signed", cause.Detail);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("Zscaler Intermediate Root CA", "Zscaler")]
    [InlineData("mitmproxy", "mitmproxy")]
    [InlineData("Our Own Inspection CA", "'Our Own Inspection CA'")]
    public async Task Whoever_opens_TLS_on_the_way_is_named_by_the_issuer(string issuer, string named)
    {
        await using var server = new LoopbackServer(_ => LoopbackServer.Http(200), LoopbackServer.Certificate("localhost", issuer));
        var cause = AssertCause(await TestAsync(Options($"https://localhost:{server.Port}/x")), CheckNames.Tls, "IruMcp.TlsFailed");
        Assert.Contains(named, cause.Detail);
        Assert.Contains("on the way", cause.Detail);
    }

    [Theory]
    [InlineData("localhost", -300, -10, "expired")]
    [InlineData("localhost", 10, 40, "in the future")]
    [InlineData("other.example.com", -1, 30, "not for localhost")]
    public async Task A_certificate_is_turned_away_for_the_reason_that_is_told(string host, int from, int until, string reason)
    {
        await using var server = new LoopbackServer(_ => LoopbackServer.Http(200), LoopbackServer.Certificate(host, "Some CA", from, until));
        var cause = AssertCause(await TestAsync(Options($"https://localhost:{server.Port}/x")), CheckNames.Tls, "IruMcp.TlsFailed");
        Assert.Contains(reason, cause.Detail);
    }

    [Fact]
    public async Task A_port_that_does_not_speak_TLS_is_the_cause()
    {
        await using var server = new LoopbackServer(_ => "", greeting: "SSH-2.0-OpenSSH_9.6\r\n");
        AssertCause(await TestAsync(Options($"https://localhost:{server.Port}/x")), CheckNames.Tls, "IruMcp.TlsFailed");
    }

    [Fact]
    public async Task A_port_that_never_answers_the_TLS_handshake_is_the_cause()
    {
        await using var server = new LoopbackServer(_ => "");
        AssertCause(await TestAsync(Options($"https://localhost:{server.Port}/x") with { Timeout = TimeSpan.FromSeconds(1) }), CheckNames.Tls, "IruMcp.Timeout");
    }

    [Fact]
    public async Task The_page_of_a_captive_portal_is_the_cause()
    {
        await using var portal = new LoopbackServer(_ => LoopbackServer.Http(200, "<html><title>Hotel Wi-Fi</title></html>"));
        var cause = AssertCause(await TestAsync(Options($"http://127.0.0.1:{portal.Port}/x")), CheckNames.Http, "IruMcp.NotAnMcpServer");
        Assert.Contains("sign in", cause.Fix);
    }

    [Fact]
    public async Task A_portal_that_points_elsewhere_is_the_cause_and_is_not_followed()
    {
        await using var target = new LoopbackServer(_ => LoopbackServer.Http(200));
        await using var portal = new LoopbackServer(_ => LoopbackServer.Http(302, headers: $"Location: http://127.0.0.1:{target.Port}/login\r\n"));
        AssertCause(await TestAsync(Options($"http://127.0.0.1:{portal.Port}/x")), CheckNames.Http, "IruMcp.Redirected");
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task A_web_server_that_is_not_Irus_is_the_cause()
    {
        await using var server = new LoopbackServer(_ => LoopbackServer.Http(405, "Method Not Allowed", "text/plain"));
        AssertCause(await TestAsync(Options($"http://127.0.0.1:{server.Port}/x")), CheckNames.Http, "IruMcp.ProtocolError");
    }

    [Theory]
    [InlineData("https://tenant.example.com/x")]
    [InlineData("https://127.0.0.1:9/x")]
    public async Task A_proxy_that_is_not_there_is_the_cause(string url)
    {
        var options = Options(url) with { Proxy = new ProxyOptions { Address = new Uri($"http://127.0.0.1:{LoopbackServer.ClosedPort()}") } };
        var cause = AssertCause(await TestAsync(options), CheckNames.Proxy, "IruMcp.ProxyFailed");
        Assert.Contains("cannot be reached", cause.Detail);
    }

    [Theory]
    [InlineData("https://tenant.example.com/x")]
    [InlineData("https://127.0.0.1:9/x")]
    public async Task A_proxy_that_wants_to_know_who_asks_is_the_cause(string url)
    {
        await using var proxy = new LoopbackServer(_ => LoopbackServer.Http(407, headers: "Proxy-Authenticate: NTLM\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"));
        var options = Options(url) with { Proxy = new ProxyOptions { Address = new Uri($"http://127.0.0.1:{proxy.Port}") } };
        var cause = AssertCause(await TestAsync(options), CheckNames.Proxy, "IruMcp.ProxyFailed");
        Assert.Contains("-ProxyCredential", cause.Fix);
        if (url.StartsWith("https", StringComparison.Ordinal))
            Assert.Contains("407, NTLM, Basic", cause.Detail);
    }

    [Fact]
    public async Task A_proxy_that_does_not_know_the_password_is_the_cause_and_it_stays_secret()
    {
        await using var proxy = new LoopbackServer(_ => LoopbackServer.Http(407, headers: "Proxy-Authenticate: Basic realm=\"x\"\r\n"));
        var options = Options("https://tenant.example.com/x") with
        {
            Proxy = new ProxyOptions { Address = new Uri($"http://127.0.0.1:{proxy.Port}"), UserName = "CANARY-user", Password = new Secret("CANARY-password") },
        };
        var cause = AssertCause(await TestAsync(options), CheckNames.Proxy, "IruMcp.ProxyFailed");
        Assert.Contains("does not accept", cause.Detail);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(502)]
    public async Task A_proxy_that_refuses_the_host_is_the_cause(int status)
    {
        await using var proxy = new LoopbackServer(_ => LoopbackServer.Http(status));
        var options = Options("https://tenant.example.com/x") with { Proxy = new ProxyOptions { Address = new Uri($"http://127.0.0.1:{proxy.Port}") } };
        Assert.Contains($"HTTP {status}", AssertCause(await TestAsync(options), CheckNames.Proxy, "IruMcp.ProxyFailed").Detail);
        Assert.Equal("CONNECT tenant.example.com:443 HTTP/1.1", Assert.Single(proxy.Requests));
    }

    [Fact]
    public async Task A_proxy_for_plain_http_is_refused_before_it_hears_of_anything()
    {
        await using var proxy = new LoopbackServer(_ => LoopbackServer.Http(502));
        var options = Options("http://127.0.0.1:9/x") with { Proxy = new ProxyOptions { Address = new Uri($"http://127.0.0.1:{proxy.Port}") } };
        AssertCause(await TestAsync(options), CheckNames.Proxy, "IruMcp.InsecureUri");
        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public async Task A_proxy_that_collects_event_streams_is_told_with_its_name()
    {
        var answer = """data: {"jsonrpc":"2.0","id":ID,"result":{"protocolVersion":"2025-03-26","capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"},"tools":[]}}""" + "\n\n";
        await using var server = new LoopbackServer(request => request.Contains("\"id\"")
            ? LoopbackServer.Http(200, answer.Replace("ID", IdOf(request)), "text/event-stream", "Via: 1.1 squid\r\n")
            : LoopbackServer.Http(202));
        var diagnosis = await TestAsync(Options($"http://127.0.0.1:{server.Port}/x"));
        var http = diagnosis.Checks.Single(check => check.Check == CheckNames.Http);
        Assert.Equal(CheckResult.Warning, http.Result);
        Assert.Contains("squid", http.Detail);
        Assert.True(diagnosis.HasPassed, diagnosis.ToText());
        Assert.Equal(CheckResult.Warning, diagnosis.Checks.Single(check => check.Check == CheckNames.Tools).Result);
    }

    [Fact]
    public void A_trusted_certificate_passes_with_a_warning_for_an_inspecting_program_or_an_early_end()
    {
        var now = new DateTime(2026, 6, 1);
        var verdict = new CertificateVerdict
        {
            IsTrusted = true, Issuer = "Amazon RSA 2048 M02", Root = "Amazon Root CA 1", Subject = "*.connect.iru.com", NotBefore = now.AddDays(-30), NotAfter = now.AddDays(90),
        };
        Assert.Equal(CheckResult.Passed, verdict.Approve(now).Result);
        Assert.Equal(CheckResult.Warning, (verdict with { NotAfter = now.AddDays(3) }).Approve(now).Result);
        var inspected = (verdict with { Issuer = "FortiGate CA" }).Approve(now);
        Assert.Equal(CheckResult.Warning, inspected.Result);
        Assert.Contains("opened on the way by FortiGate", inspected.Detail);
    }

    [Fact]
    public void A_text_for_a_ticket_says_nothing_of_the_user()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var text = TicketText.Of(
            [new DiagnosisCheck { Check = CheckNames.Configuration, Result = CheckResult.Failed, Detail = $"{home}/secret.json of jane@example.com; key KEY, /var/{Environment.UserName}/x", Fix = "KEY" }],
            [new Secret("KEYKEY"), new Secret("KEY1")]);
        Assert.DoesNotContain(home, text);
        Assert.DoesNotContain($"/{Environment.UserName}/", text);
        Assert.DoesNotContain("jane", text);
    }

    private static string IdOf(string request) => System.Text.RegularExpressions.Regex.Match(request, "\"id\":(\"[^\"]*\"|\\d+)").Groups[1].Value;
}
