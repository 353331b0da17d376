using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>What a call counts as where calls are limited.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="Operation">The documented operation's id; null where none is known.</param>
/// <param name="Risk">The class of the call.</param>
internal readonly record struct CallKind(string Tool, string? Operation, Risk Risk)
{
    public static CallKind Of(IruTool tool, Risk risk) => new(tool.Name, tool.Operation?.Id, risk);
}
