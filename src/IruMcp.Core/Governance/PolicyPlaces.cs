using IruMcp.Hosts;

namespace IruMcp.Governance;

/// <summary>Where policies are. Nothing public sets one: whoever could move the machine's would have loosened it.</summary>
internal sealed record PolicyPlaces
{
    private const string FileName = "policy.json";

    public required string UserFile { get; init; }

    /// <summary>Null where it cannot be told; that is a problem of its own.</summary>
    public required string? MachineFile { get; init; }

    /// <summary>Windows: the key below HKEY_LOCAL_MACHINE; null elsewhere.</summary>
    public string? MachineKey { get; init; }

    /// <summary>The folder from which on downwards owner and rights are looked at; null for the root.</summary>
    public string? OwnedBelow { get; init; }

    /// <summary>The places of this process, as its environment is now.</summary>
    public static PolicyPlaces Default => Of(HostEnvironment.Current);

    public static PolicyPlaces Of(HostEnvironment environment) => new()
    {
        UserFile = environment.Combine(UserFolder(environment), FileName),
        MachineFile = environment.Platform switch
        {
            HostPlatform.Windows => MachineData.Folder is { } data ? environment.Combine(data, "IruMcp", FileName) : null,
            HostPlatform.MacOS => "/Library/Application Support/IruMcp/" + FileName,
            _ => "/etc/irumcp/" + FileName,
        },
        MachineKey = environment.Platform == HostPlatform.Windows ? @"SOFTWARE\Policies\IruMcp" : null,
        OwnedBelow = environment.Platform == HostPlatform.Windows ? MachineData.Folder : null,
    };

    private static string UserFolder(HostEnvironment environment) => environment.Platform switch
    {
        HostPlatform.Windows => environment.Combine(environment.AppData, "IruMcp"),
        HostPlatform.MacOS => environment.Combine(environment.Home, "Library", "Application Support", "IruMcp"),
        _ when environment.GetVariable("XDG_CONFIG_HOME") is { } config && environment.IsAbsolute(config) => environment.Combine(config.TrimEnd('/'), "irumcp"),
        _ => environment.Combine(environment.Home, ".config", "irumcp"),
    };
}
