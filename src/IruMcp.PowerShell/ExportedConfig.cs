namespace IruMcp.PowerShell;

/// <summary>What Export-IruMcpConfig wrote.</summary>
public sealed class ExportedConfig
{
    public required string Client { get; init; }

    /// <summary>The file that was written.</summary>
    public required string Path { get; init; }

    /// <summary>The name of the entry in it.</summary>
    public required string ServerName { get; init; }

    public required string KeySource { get; init; }

    /// <summary>What is left to do for the person: restart the client, set variables.</summary>
    public required string[] Notes { get; init; }
}
