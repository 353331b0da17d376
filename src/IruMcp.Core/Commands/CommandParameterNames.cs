using IruMcp.Tools;

namespace IruMcp.Commands;

/// <summary>Names parameters: the words of the API's name, each with a capital; where PowerShell or the command itself has that name
/// already, with "Value" behind it; of two equal names the second with a number.</summary>
internal sealed class CommandParameterNames
{
    public const string Identity = "Identity";

    private const string CollisionEnding = "Value";

    // Parameters that every command may have, and PowerShell's own with their aliases.
    private static readonly string[] Reserved =
    [
        Identity, "InputObject", "Connection", "Raw", "AsPlainText", "Force", "NoPaging", "PageSize", "ThrottleLimit", "RateLimitAction", "Wait", "Arguments", "Clear", "First", "Skip", "IncludeTotalCount",
        "Verbose", "vb", "Debug", "db", "ErrorAction", "ea", "WarningAction", "wa", "InformationAction", "infa", "ProgressAction", "proga",
        "ErrorVariable", "ev", "WarningVariable", "wv", "InformationVariable", "iv", "OutVariable", "ov", "OutBuffer", "ob",
        "PipelineVariable", "pv", "WhatIf", "wi", "Confirm", "cf", "UseTransaction", "usetx",
    ];

    // Variables of PowerShell's that a parameter must not hide.
    private static readonly string[] Variables =
    [
        "PSCmdlet", "PSBoundParameters", "Input", "Args", "This", "Error", "Host", "Home", "PID", "True", "False", "Null", "Matches", "MyInvocation",
        "ExecutionContext", "ShellId", "PSItem", "ForEach", "Switch", "Event", "Sender", "Profile", "PWD", "StackTrace", "IsWindows", "IsLinux", "IsMacOS",
        "IsCoreCLR", "IruCall",
    ];

    private readonly HashSet<string> _taken = new(Reserved.Concat(Variables), StringComparer.OrdinalIgnoreCase);

    /// <summary>The parameter for an argument; the one that names a device is <c>-Identity</c>.</summary>
    public CommandParameter Of(ToolParameter argument, bool isDevice)
    {
        var pascal = Pascal(argument.Name);
        var name = isDevice ? Identity : Free(pascal);
        var aliases = new[] { isDevice ? pascal : "", argument.Name }.Where(alias => IsPlain(alias) && _taken.Add(alias)).ToList();
        return new CommandParameter(name, argument, isDevice) { Aliases = aliases };
    }

    private string Free(string name)
    {
        for (var number = 0; ; number++)
        {
            var candidate = number switch { 0 => name, 1 => name + CollisionEnding, _ => name + CollisionEnding + number };
            if (_taken.Add(candidate))
                return candidate;
        }
    }

    private static string Pascal(string name)
    {
        var words = new string([.. name.Select(character => IsPlain(character) ? character : ' ')]).Split([' '], StringSplitOptions.RemoveEmptyEntries);
        var pascal = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));
        return pascal.Length == 0 || char.IsDigit(pascal[0]) ? "Argument" + pascal : pascal;
    }

    private static bool IsPlain(string name) => name.Length > 0 && !char.IsDigit(name[0]) && name.All(character => IsPlain(character) || character == '_');

    private static bool IsPlain(char character) => character is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9';
}
