using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace IruMcp.Diagnosis;

/// <summary>A server's certificate, and why it is trusted or not.</summary>
internal sealed record CertificateVerdict
{
    private const int DaysToWarn = 14;

    /// <summary>Makers and programs that open TLS on the way, by words of the names that their certificates have.</summary>
    private static readonly string[] Interceptors =
    [
        "Zscaler", "Netskope", "Palo Alto", "Fortinet", "FortiGate", "Blue Coat", "Symantec Web", "Sophos", "Cisco Umbrella", "Cisco Secure", "Forcepoint",
        "Websense", "Skyhigh", "McAfee Web", "Check Point", "Cloudflare Gateway", "Gateway CA - Cloudflare", "iboss", "Menlo", "Barracuda", "WatchGuard",
        "SonicWall", "Untangle", "Smoothwall", "Lightspeed", "Securly", "Kaspersky", "ESET", "Avast", "AVG", "Bitdefender", "Fiddler", "Charles Proxy",
        "mitmproxy", "PortSwigger", "Burp", "Proxyman",
    ];

    public required bool IsTrusted { get; init; }

    /// <summary>Who issued it, by common name.</summary>
    public required string Issuer { get; init; }

    public required string Subject { get; init; }

    /// <summary>The end of its chain; the issuer where the chain ends there.</summary>
    public required string Root { get; init; }

    public required DateTime NotBefore { get; init; }

    public required DateTime NotAfter { get; init; }

    public bool IsSelfSigned { get; init; }

    public bool IsForAnotherHost { get; init; }

    /// <summary>The words of the chain's verdict.</summary>
    public string ChainWords { get; init; } = "";

    public static CertificateVerdict? Of(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
            return null;
        var last = chain is { ChainElements.Count: > 0 } ? chain.ChainElements[chain.ChainElements.Count - 1].Certificate : certificate;
        return new CertificateVerdict
        {
            IsTrusted = errors == SslPolicyErrors.None,
            Issuer = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true),
            Subject = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
            Root = last.GetNameInfo(X509NameType.SimpleName, forIssuer: true),
            NotBefore = certificate.NotBefore,
            NotAfter = certificate.NotAfter,
            IsSelfSigned = certificate.Subject == certificate.Issuer,
            IsForAnotherHost = (errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0,
            ChainWords = chain is null ? "" : string.Join(", ", chain.ChainStatus.Select(status => status.Status.ToString()).Distinct()),
        };
    }

    /// <summary>What is wrong with it, and what to do; null where it is trusted.</summary>
    public (string Detail, string Fix)? Complain(string host) => IsTrusted ? null : Complain(host, DateTime.Now);

    public (string Detail, string Fix) Complain(string host, DateTime now)
    {
        var issuer = Issuer == Root ? $"'{Issuer}'" : $"'{Issuer}' under '{Root}'";
        if (NotBefore > now)
            return (FormattableString.Invariant($"The certificate of {host} is valid from {NotBefore:yyyy-MM-dd HH:mm} on, which is in the future. The clock of this machine says {now:yyyy-MM-dd HH:mm}."), DiagnosisText.SetClock);
        if (NotAfter < now)
            return (FormattableString.Invariant($"The certificate of {host}, issued by {issuer}, expired on {NotAfter:yyyy-MM-dd}. The clock of this machine says {now:yyyy-MM-dd}."), DiagnosisText.ExpiredCertificate);
        if (Interceptor is { } program)
            return ($"TLS is opened on the way by {program}: the certificate for {host} was issued by {issuer}, which this machine does not trust.", DiagnosisText.TrustInterceptor);
        if (IsForAnotherHost)
            return ($"The certificate is for '{Subject}' and not for {host}; it was issued by {issuer}. Another server answers at this address, or a sign-in page of the network.", DiagnosisText.WrongHost);
        if (IsSelfSigned)
            return ($"{host} shows a self-signed certificate ('{Subject}'). Iru's servers never do: somebody else answers at this address.", DiagnosisText.SelfSigned);
        return ($"The certificate for {host} was issued by {issuer}, which this machine does not trust ({ChainWords}): most likely TLS is opened on the way.", DiagnosisText.TrustInterceptor);
    }

    public DiagnosisCheck Approve(DateTime now)
    {
        var detail = FormattableString.Invariant($"The certificate was issued by '{Issuer}' (root '{Root}') and is valid until {NotAfter:yyyy-MM-dd}.");
        var daysLeft = (NotAfter - now).TotalDays;
        return new DiagnosisCheck
        {
            Check = CheckNames.Tls,
            Result = Interceptor is not null || daysLeft < DaysToWarn ? CheckResult.Warning : CheckResult.Passed,
            Detail = Interceptor is { } program ? $"TLS is opened on the way by {program}, which this machine trusts. {detail}" : detail,
            Fix = Interceptor is not null ? DiagnosisText.ExemptHost : daysLeft < DaysToWarn ? DiagnosisText.ExpiresSoon : null,
        };
    }

    private string? Interceptor =>
        Array.Find(Interceptors, name => new[] { Issuer, Root }.Any(text => text.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0));
}
