using IruMcp.Diagnosis;
using IruMcp.Governance;

namespace IruMcp.Connections;

/// <summary>What it takes to reach one tenant's MCP server.</summary>
public sealed record ConnectionOptions
{
    /// <summary>The name the user gave, or the host's name.</summary>
    public required string Name { get; init; }

    /// <summary>The MCP endpoint exactly as Iru showed it. https, or http on loopback.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Sent as <c>X-API-Key</c>, to the endpoint's origin only; null for a server that wants none.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>Sent as <c>X-MCP-Profile</c>, to the endpoint's origin only; null for a server that wants none.</summary>
    public Secret? Profile { get; init; }

    /// <summary>How long one request may take, until its whole answer is there.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The most requests a second; 0 for no limit, null for <see cref="DefaultRequestRate"/> or, on loopback, none.</summary>
    public int? MaximumRequestRate { get; init; }

    /// <summary>A little below the 50 a second that a tenant is said to allow.</summary>
    public const int DefaultRequestRate = 45;

    /// <summary>True refuses, before anything is sent, every tool that is not Read or Sensitive.</summary>
    public bool IsReadOnly { get; init; }

    public ProxyOptions Proxy { get; init; } = new();

    /// <summary>Where this connection's calls come from; the policy judges by it.</summary>
    public Channel Channel { get; init; } = Channel.Shell;

    /// <summary>True takes a shell in whose environment an AI agent shows for an agent's.</summary>
    public bool DetectsAgents { get; init; }

    /// <summary>Where calls come from at this moment.</summary>
    internal Channel ChannelNow =>
        DetectsAgents && Channel == Channel.Shell && AgentShell.Sign(Environment.GetEnvironmentVariable) is not null ? Channel.Agent : Channel;

    /// <summary>Null asks the policy. Nothing public sets it: whoever could move the audit trail could hide from it.</summary>
    internal AuditSettings? Audit { get; init; }

    internal PolicyPlaces PolicyPlaces { get; init; } = PolicyPlaces.Default;

    /// <summary>Which protocol versions the servers spoke last.</summary>
    internal ProtocolMemory Protocols { get; init; } = ProtocolMemory.OfUser;

    /// <summary>Looks on at what comes over the wire; null for nobody.</summary>
    internal WireObserver? Observer { get; init; }

    /// <summary>Takes what the server says beside its answers; null for nobody.</summary>
    internal ServerMessages? Messages { get; init; }

    /// <summary>True sends nothing a second time, also where it could be.</summary>
    internal bool IsTriedOnce { get; init; }
}

/// <summary>How to get through a proxy; by default the system's own settings are used.</summary>
public sealed record ProxyOptions
{
    /// <summary>Null uses the system's settings.</summary>
    public Uri? Address { get; init; }

    public string? UserName { get; init; }

    public Secret? Password { get; init; }

    /// <summary>Authenticates to the proxy as the current user.</summary>
    public bool UseDefaultCredentials { get; init; }
}
