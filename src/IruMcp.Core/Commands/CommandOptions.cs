namespace IruMcp.Commands;

/// <summary>What commands are made for.</summary>
public sealed record CommandOptions
{
    /// <summary>Stands before each noun, as in <c>Get-EmeaIruDevice</c>; letters and digits, empty for none.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The connection that the commands use, by its name; null for the session's default.</summary>
    public string? ConnectionName { get; init; }

    /// <summary>True for a module on disk: its commands connect by themselves, and say when
    /// the server's tool is no longer the one they were made of.</summary>
    public bool IsForDisk { get; init; }
}
