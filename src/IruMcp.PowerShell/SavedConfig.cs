using IruMcp.Configuration;

namespace IruMcp.PowerShell;

/// <summary>A saved configuration as it may be shown: no property bears the key.</summary>
public sealed class SavedConfig
{
    public required string Name { get; init; }

    public required string Vault { get; init; }

    /// <summary>The MCP endpoint.</summary>
    public required string Uri { get; init; }

    /// <summary>A mask with the last four characters of the key.</summary>
    public required string ApiKey { get; init; }

    /// <summary>A mask with the last four characters of the profile id.</summary>
    public required string ProfileId { get; init; }

    internal static SavedConfig Of(string name, string vault, McpConfiguration configuration) => new()
    {
        Name = name,
        Vault = vault,
        Uri = configuration.Url.AbsoluteUri,
        ApiKey = configuration.ApiKey.ToString(),
        ProfileId = new Secret(configuration.Profile).ToString(),
    };
}
