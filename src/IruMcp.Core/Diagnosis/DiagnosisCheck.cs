namespace IruMcp.Diagnosis;

/// <summary>One thing that was looked at on the way from this machine to the tenant.</summary>
public sealed record DiagnosisCheck
{
    /// <summary>What was looked at; one of <see cref="CheckNames"/>.</summary>
    public required string Check { get; init; }

    public required CheckResult Result { get; init; }

    /// <summary>What was found. Never holds a key or a profile id.</summary>
    public required string Detail { get; init; }

    /// <summary>What to do about it; null where there is nothing to do.</summary>
    public string? Fix { get; init; }

    /// <summary>The id that cmdlets give for the same failure; null where nothing failed.</summary>
    public string? ErrorId { get; init; }

    public override string ToString() => $"{Check}: {Result}. {Detail}";
}

/// <summary>How a check ended.</summary>
public enum CheckResult
{
    Passed,

    /// <summary>It works, but not as it should, or will not for long.</summary>
    Warning,

    /// <summary>This is why it does not work.</summary>
    Failed,

    /// <summary>It does not apply here, or could not be looked at.</summary>
    Skipped,
}

/// <summary>The checks, in the order in which they are made.</summary>
public static class CheckNames
{
    public const string Versions = "Versions";
    public const string Vault = "Vault";
    public const string Configuration = "Configuration";
    public const string Key = "Key";
    public const string Proxy = "Proxy";
    public const string Dns = "Dns";
    public const string Tcp = "Tcp";
    public const string Tls = "Tls";
    public const string Http = "Http";
    public const string Authentication = "Authentication";
    public const string Protocol = "Protocol";
    public const string Tools = "Tools";
    public const string Permissions = "Permissions";
    public const string Clock = "Clock";
    public const string RateBudget = "RateBudget";

    public static IReadOnlyList<string> All { get; } =
    [
        Versions, Vault, Configuration, Key, Proxy, Dns, Tcp, Tls, Http, Authentication, Protocol, Tools, Permissions, Clock, RateBudget,
    ];
}
