using IruMcp.Tools;

namespace IruMcp.Commands;

/// <summary>A parameter of a command, for one argument of its tool.</summary>
/// <param name="Name">What the user types.</param>
/// <param name="Argument">The tool's argument.</param>
/// <param name="IsDevice">True where it takes a device's serial number or name as well.</param>
internal sealed record CommandParameter(string Name, ToolParameter Argument, bool IsDevice)
{
    /// <summary>Where it is given without its name; null where it never is.</summary>
    public int? Position { get; init; }

    /// <summary>Other names: the API's own.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>PowerShell's type: never one that would turn a value into another. A function's <c>object</c> loses the text of a number that
    /// is typed as a literal (<c>012345</c>, <c>15.10</c>), and its <c>object[]</c> keeps it, so texts have that too.</summary>
    public string Type => Argument is { Kind: ParameterKind.String } or { IsArray: true, IsAnyShape: false } ? "object[]" : "object";

    /// <summary>The values to complete; empty where there are none, or where one of them can stand in no script.</summary>
    public IReadOnlyList<string> Values =>
        Argument.Kind == ParameterKind.String && Argument.AllowedValues.All(ScriptText.CanBeLiteral) ? Argument.AllowedValues : [];
}
