using System.Text;
using IruMcp.Tools;

namespace IruMcp.Commands;

/// <summary>Writes the function of a command. It decides nothing: it hands what it was given to <c>Invoke-IruTool</c>, through a cmdlet, since
/// a method call would not run in ConstrainedLanguage and a module's function does not see what its caller has set.</summary>
internal static class CommandScript
{
    /// <summary>Lets PowerShell complete the properties of what the commands give, from a file that would cost time where no commands are made.
    /// The types of that file end in #Properties.</summary>
    public const string Opening = """
        try {
            if (-not (Microsoft.PowerShell.Utility\Get-TypeData -TypeName 'Iru.Device#Properties')) {
                Microsoft.PowerShell.Utility\Update-TypeData -AppendPath (Microsoft.PowerShell.Management\Join-Path (Microsoft.PowerShell.Core\Get-Command IruMcp\Step-IruToolCommand).Module.ModuleBase 'IruMcp.Views.Types.ps1xml')
            }
        }
        catch { Microsoft.PowerShell.Utility\Write-Verbose 'The properties of what the commands give cannot be completed.' }


        """;

    private const string ListSet = "List";
    private const string ItemSet = "Item";

    public static void Write(StringBuilder script, ToolCommand command, CommandOptions options)
    {
        var name = NameOf(command, options);
        script.Append("function ").Append(name).Append(" {\n");
        CommandHelp.Write(script, command, name);
        script.Append("[CmdletBinding(").Append(string.Join(", ", Binding(command))).Append(")]\n");
        script.Append("[OutputType(").Append(ScriptText.Literals(command.ResultTypes.Concat(command.ResultTypes.Select(type => type + "#Properties")))).Append(")]\n");
        script.Append("param(\n").Append(string.Join(",\n", Parameters(command, options))).Append(")\n");
        script.Append("begin { $iruCall = IruMcp\\Step-IruToolCommand -Command $PSCmdlet -Bound $PSBoundParameters -Plan ").Append(Plan(command, options)).Append(" }\n");
        script.Append("process { IruMcp\\Step-IruToolCommand -Call $iruCall");
        if (command.PipelineSet is not null)
            script.Append(" -InputObject $InputObject");
        script.Append(" }\nend { IruMcp\\Step-IruToolCommand -Call $iruCall -End }\n}\n\n");
    }

    public static string NameOf(ToolCommand command, CommandOptions options) => command.Name.Replace("-Iru", $"-{options.Prefix}Iru");

    private static IEnumerable<string> Binding(ToolCommand command)
    {
        if (!command.IsRead)
        {
            yield return "SupportsShouldProcess = $true";
            yield return $"ConfirmImpact = '{(command.Risk == Risk.Destructive ? "High" : "Medium")}'";
        }
        if (command.Main.IsList)
            yield return "SupportsPaging = $true";
        if (command.Item is not null)
            yield return $"DefaultParameterSetName = '{ListSet}'";
        yield return "PositionalBinding = $false";
    }

    private static IEnumerable<string> Parameters(ToolCommand command, CommandOptions options)
    {
        foreach (var set in command.Sets)
        {
            var setName = command.Item is null ? null : set == command.Item ? ItemSet : ListSet;
            foreach (var parameter in set.Parameters)
                yield return Parameter(set.Tool, parameter, setName, options);
        }
        foreach (var (name, _) in CommandHelp.Own(command))
            yield return name switch
            {
                "InputObject" => $"[Parameter(ValueFromPipeline = $true{(command.Item is null ? "" : $", ParameterSetName = '{ItemSet}'")})] [AllowNull()] [psobject] $InputObject",
                "Arguments" or "Connection" => $"[object] ${name}",
                "Clear" => $"{Completer(CommandHelp.Clearable(command))}[string[]] $Clear",
                "ThrottleLimit" => "[ValidateRange(1, 64)] [int] $ThrottleLimit",
                "RateLimitAction" => "[ValidateSet('Wait', 'Stop')] [string] $RateLimitAction",
                "PageSize" => $"{(command.Item is null ? "" : $"[Parameter(ParameterSetName = '{ListSet}')] ")}[int] $PageSize",
                _ => $"[switch] ${name}",
            };
    }

    private static string Parameter(IruTool tool, CommandParameter parameter, string? set, CommandOptions options)
    {
        var text = new StringBuilder();
        var settings = new List<string>();
        if (set is not null)
            settings.Add($"ParameterSetName = '{set}'");
        if (parameter.Position is { } position)
            settings.Add($"Position = {position}");
        if (settings.Count > 0)
            text.Append("[Parameter(").Append(string.Join(", ", settings)).Append(")] ");
        if (parameter.Aliases.Count > 0)
            text.Append("[Alias(").Append(ScriptText.Literals(parameter.Aliases)).Append(")] ");
        text.Append(parameter.Type == "object[]" ? "[AllowNull()] [AllowEmptyCollection()] " : "[AllowNull()] ");

        if (parameter.Values.Count > 0)
            text.Append(Completer(parameter.Values));
        else if (LiveNames.Knows(tool, parameter.Argument))
            text.Append(LiveCompleter(tool, parameter.Argument, options));
        return text.Append('[').Append(parameter.Type).Append("] $").Append(parameter.Name).ToString();
    }

    private static string Completer(IEnumerable<string> values) =>
        $"[ArgumentCompleter({{ param($c, $p, $w) {ScriptText.Literals(values.Select(Completion))} | Microsoft.PowerShell.Core\\Where-Object {{ $_.StartsWith(\"$w\", 'OrdinalIgnoreCase') }} }})] ";

    /// <summary>Completes as <c>Invoke-IruTool</c> does at its own line, whose completer knows the tenant. Where that knows nothing, PowerShell
    /// offers files there, which are not handed on.</summary>
    private static string LiveCompleter(IruTool tool, ToolParameter argument, CommandOptions options)
    {
        var line = ScriptText.Literal($"IruMcp\\Invoke-IruTool {ScriptText.Literal(tool.Name)} -Connection '");
        var rest = ScriptText.Literal($"' -{argument.Name} ");
        var without = ScriptText.Literal($"IruMcp\\Invoke-IruTool {ScriptText.Literal(tool.Name)} -{argument.Name} ");
        var connection = options.ConnectionName is { } name ? ScriptText.Literal(name) : "''";
        return $"[ArgumentCompleter({{ param($c, $p, $w, $a, $b) $n = {connection}; if ($b['Connection']) {{ $n = $b['Connection']; if ($n -isnot [string]) {{ $n = $n.Name }} }}; "
            + $"$l = $(if ($n) {{ {line} + ([string]$n).Replace(\"'\", \"''\") + {rest} }} else {{ {without} }}) + $w; "
            + "(TabExpansion2 $l $l.Length).CompletionMatches | Microsoft.PowerShell.Core\\Where-Object { $_.ResultType -eq 'ParameterValue' } })] ";
    }

    /// <summary>What is put into the line, so with apostrophes where it is no plain word.</summary>
    private static string Completion(string value) =>
        value.Length > 0 && value.All(character => char.IsLetterOrDigit(character) || character is '_' or '-' or '.') ? value : ScriptText.Literal(value);

    private static string Plan(ToolCommand command, CommandOptions options)
    {
        var plan = new List<string> { $"Main = {Set(command.Main, options)}" };
        if (command.Item is not null)
            plan.Add($"Item = {Set(command.Item, options)}");
        if (options.ConnectionName is { } connection)
            plan.Add($"Connection = {ScriptText.Literal(connection)}");
        if (options.IsForDisk)
            plan.Add("IsOnDisk = $true");
        return $"@{{ {string.Join("; ", plan)} }}";
    }

    private static string Set(CommandSet set, CommandOptions options)
    {
        var map = string.Join("; ", set.Parameters.Select(parameter => $"{parameter.Name} = {ScriptText.Literal(parameter.Argument.Name)}"));
        var print = options.IsForDisk ? $"; Fingerprint = '{ToolFingerprint.Of(set.Tool)}'" : "";
        return $"@{{ Tool = {ScriptText.Literal(set.Tool.Name)}; Map = @{{ {map} }}{print} }}";
    }
}
