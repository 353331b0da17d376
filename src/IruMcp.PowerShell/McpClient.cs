using IruMcp.Hosts;

namespace IruMcp.PowerShell;

/// <summary>An AI client's file, and Iru's entry in it where there is one. No property bears a key.</summary>
public sealed class McpClient
{
    /// <summary>The name that Export-IruMcpConfig takes.</summary>
    public required string Client { get; init; }

    public required string DisplayName { get; init; }

    /// <summary>User or Project.</summary>
    public required string Scope { get; init; }

    /// <summary>The name of Iru's entry; null where the client does not have Iru.</summary>
    public string? ServerName { get; init; }

    /// <summary>How the client gets the key: Bridge, Environment, Prompt, PlainText; null where there is no entry, or none that sends a key.</summary>
    public string? KeySource { get; init; }

    /// <summary>The saved configuration that the entry is about; null where that is not known.</summary>
    public string? Config { get; init; }

    /// <summary>Whether the entry agrees with the saved configuration; null where that is not known.</summary>
    public bool? IsCurrent { get; init; }

    /// <summary>What should not stay so.</summary>
    public required McpClientFinding[] Findings { get; init; }

    /// <summary>The address in the entry; null for a bridge, which takes it from the vault.</summary>
    public string? Uri { get; init; }

    public bool IsDisabled { get; init; }

    /// <summary>How many tools of all servers together the client takes; null where no limit is known.</summary>
    public int? ToolLimit { get; init; }

    /// <summary>The client's file, whether or not it exists already.</summary>
    public required string ConfigPath { get; init; }

    public bool FileExists { get; init; }

    /// <summary>The home folder of the user whose client it is.</summary>
    public required string UserHome { get; init; }

    /// <summary>The client's name.</summary>
    public override string ToString() => Client;

    internal static McpClient Of(HostClient client) => new()
    {
        Client = client.Host,
        DisplayName = client.DisplayName,
        Scope = client.Scope.ToString(),
        ServerName = client.EntryName,
        KeySource = client.KeySource?.ToString(),
        Config = client.ConfigurationName,
        IsCurrent = client.MatchesConfiguration,
        Findings = [.. client.Findings.Select(finding => new McpClientFinding(finding.Id, finding.Message, finding.Fix))],
        Uri = client.Url,
        IsDisabled = client.IsDisabled,
        ToolLimit = client.ToolLimit,
        ConfigPath = client.Path,
        FileExists = client.FileExists,
        UserHome = client.Home,
    };
}

/// <summary>Something about a client's file that should not stay so.</summary>
/// <param name="Id">A word that stays the same.</param>
/// <param name="Message">What it is.</param>
/// <param name="Fix">How to fix it.</param>
public sealed record McpClientFinding(string Id, string Message, string Fix)
{
    /// <summary>The finding's word.</summary>
    public override string ToString() => Id;
}
