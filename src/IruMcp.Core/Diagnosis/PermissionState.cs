using IruMcp.Tools;

namespace IruMcp.Diagnosis;

/// <summary>Whether a key may use a tool, as far as reads can tell.</summary>
public enum PermissionState
{
    /// <summary>A read with it worked.</summary>
    Allowed,

    /// <summary>The server refused it, or the product behind it is not licensed.</summary>
    Denied,

    /// <summary>It was not tried: it changes something, reveals a secret, or needs an object that there is none of.</summary>
    Unknown,

    /// <summary>A documented operation for which the server lists no tool.</summary>
    NotListed,
}

/// <summary>One tool, or one documented operation without a tool, and what the key may do with it.</summary>
public sealed record ToolPermission
{
    /// <summary>The tool's name; null where the server lists none for the operation.</summary>
    public string? Tool { get; init; }

    public required PermissionState State { get; init; }

    /// <summary>The box of Iru's list of permissions, by category and name; null where the tool is none of the documented operations.</summary>
    public string? Permission { get; init; }

    public Risk? Risk { get; init; }

    /// <summary>Where the state comes from.</summary>
    public required string Reason { get; init; }

    /// <summary>Where to find the box of a tool's operation.</summary>
    internal static string BoxOf(IruTool tool) => tool.Operation is { } operation ? BoxOf(operation) : tool.Name;

    internal static string BoxOf(Operation operation) => $"{operation.Category} > {operation.Name}";
}
