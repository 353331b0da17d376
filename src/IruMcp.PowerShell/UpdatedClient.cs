namespace IruMcp.PowerShell;

/// <summary>What Update-IruMcpConfig did about an AI client.</summary>
public sealed class UpdatedClient
{
    public required string Client { get; init; }

    /// <summary>User or Project.</summary>
    public required string Scope { get; init; }

    public string? ServerName { get; init; }

    /// <summary>Updated, UpToDate, KeyElsewhere (the file holds none, so its source is to be changed by hand), OtherKey, or Failed.</summary>
    public required string Status { get; init; }

    /// <summary>What is left to do.</summary>
    public string? Note { get; init; }

    public required string ConfigPath { get; init; }
}
