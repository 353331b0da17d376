using System.Management.Automation;

namespace IruMcp.PowerShell;

/// <summary>Reads and clears the clipboard. Must be used on the pipeline's thread.</summary>
internal static class Clipboard
{
    private const string Module = "Microsoft.PowerShell.Management";

    public static string Read()
    {
        var text = string.Join("\n", Invoke("Get-Clipboard", ("Raw", true)).Select(line => line?.ToString()));
        return text.Trim().Length > 0 ? text
            : throw new IruException("IruMcp.EmptyClipboard", IruErrorCategory.InvalidData, "The clipboard holds no text.",
                "In Iru press Copy MCP configuration, then run the command again.");
    }

    /// <summary>Leaves nothing of the key behind. (A clipboard history keeps its own copy.)</summary>
    public static void Clear() => Invoke("Set-Clipboard", ("Value", ""));

    private static IReadOnlyList<PSObject> Invoke(string command, (string Name, object Value) parameter)
    {
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand($"{Module}\\{command}").AddParameter(parameter.Name, parameter.Value).AddParameter("ErrorAction", "Stop");
        try
        {
            return shell.Invoke();
        }
        catch (RuntimeException failure)
        {
            throw new IruException("IruMcp.NoClipboard", IruErrorCategory.ResourceUnavailable,
                $"The clipboard cannot be used here ({failure.Message}).", "Use -Path with a file, or run Import-IruMcpConfig without arguments and type the values.");
        }
    }
}
