using IruMcp.Results;
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

    /// <summary>PowerShell's type. A typed parameter would turn <c>$null</c>, which clears a value, into an empty text, and what
    /// is no text, such as a date or a SecureString, into a wrong one.</summary>
    public string Type
    {
        get
        {
            var type = Argument switch
            {
                _ when IsDevice => "string",
                { IsNullable: true } or { Kind: ParameterKind.Object } => "object",
                { Kind: ParameterKind.Integer } => "long",
                { Kind: ParameterKind.Number } => "double",
                { Kind: ParameterKind.Boolean } => "bool",
                _ when Argument.Format is "date" or "date-time" || SecretFields.IsSecret(Argument.Name, null) => "object",
                _ => "string",
            };
            return Argument.IsArray ? type + "[]" : type;
        }
    }

    /// <summary>The values to complete; empty where there are none, or where one of them can stand in no script.</summary>
    public IReadOnlyList<string> Values =>
        Argument.Kind == ParameterKind.String && Argument.AllowedValues.All(ScriptText.CanBeLiteral) ? Argument.AllowedValues : [];
}
