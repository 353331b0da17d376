using System.Security.Cryptography;
using System.Text;
using IruMcp.Tools;

namespace IruMcp.Commands;

/// <summary>Commands for a server's tools, as the text of a script module. The same tools give the same text.</summary>
public sealed class CommandModule
{
    private CommandModule(IReadOnlyList<string> names, IReadOnlyList<string> leftOut, string script)
    {
        CommandNames = names;
        LeftOut = leftOut;
        Script = script;
    }

    /// <summary>The commands, sorted by name.</summary>
    public IReadOnlyList<string> CommandNames { get; }

    /// <summary>Tools that have no command, since their names hold characters that no script can hold.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>The functions.</summary>
    public string Script { get; }

    /// <param name="tools">Tools of one server's catalogue.</param>
    /// <param name="options">What the commands are for.</param>
    public static CommandModule Of(IEnumerable<IruTool> tools, CommandOptions options)
    {
        var all = tools.ToList();
        var usable = all.Where(IsUsable).ToList();
        var commands = ToolCommand.For(usable);
        var script = new StringBuilder(CommandScript.Opening.Replace("\r\n", "\n"));
        foreach (var command in commands)
            CommandScript.Write(script, command, options);
        return new CommandModule(
            [.. commands.Select(command => CommandScript.NameOf(command, options))], [.. all.Except(usable).Select(tool => tool.Name)], script.ToString());
    }

    /// <summary>The module's script file.</summary>
    public string ScriptFile() => $"# {CommandText.FileNotice}\n\n{Script}";

    /// <summary>The module's manifest.</summary>
    /// <param name="name">The module's name: letters, digits, dots, dashes.</param>
    /// <param name="requiredVersion">The version of IruMcp that writes it.</param>
    public string ManifestFile(string name, Version requiredVersion)
    {
        var functions = string.Join("\n", CommandNames.Select(command => $"        {ScriptText.Literal(command)}"));
        return $$"""
            # {{CommandText.FileNotice}}
            @{
                RootModule           = {{ScriptText.Literal(name + ".psm1")}}
                ModuleVersion        = '{{requiredVersion.ToString(3)}}'
                GUID                 = '{{GuidOf(name)}}'
                Description          = {{ScriptText.Literal(CommandText.ModuleDescription)}}
                PowerShellVersion    = '5.1'
                CompatiblePSEditions = @('Desktop', 'Core')
                RequiredModules      = @(@{ ModuleName = 'IruMcp'; ModuleVersion = '{{requiredVersion.ToString(3)}}' })
                FunctionsToExport    = @(
            {{functions}}
                )
                CmdletsToExport      = @()
                VariablesToExport    = @()
                AliasesToExport      = @()
            }

            """.Replace("\r\n", "\n");
    }

    private static bool IsUsable(IruTool tool) =>
        ScriptText.CanBeLiteral(tool.Name) && tool.Parameters.All(parameter => ScriptText.CanBeLiteral(parameter.Name));

    /// <summary>One that depends on the name only, so that the same module written again is the same module.</summary>
    private static Guid GuidOf(string name)
    {
        using var sha = SHA256.Create();
        return new Guid([.. sha.ComputeHash(Encoding.UTF8.GetBytes("IruMcp commands " + name.ToLowerInvariant())).Take(16)]);
    }
}
