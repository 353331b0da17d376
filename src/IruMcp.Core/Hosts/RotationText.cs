namespace IruMcp.Hosts;

/// <summary>What an update of clients says.</summary>
internal static class RotationText
{
    public const string OtherKey =
        "The entry has the address of this configuration, but a key that is neither the former nor the new one; it was left. -Force replaces it too.";

    public static string KeyElsewhere(string host, KeySource? source) => source switch
    {
        KeySource.Prompt => $"{host} has asked for the key and keeps it: clear that answer ('MCP: List Servers' in VS Code), so that it asks for the new one.",
        KeySource.Environment => $"{host} takes the key from {EntryContent.KeyVariable} and {EntryContent.ProfileVariable}: set them to the new values and start it anew.",
        _ => $"The entry holds no key. See where {host} takes it from.",
    };
}
