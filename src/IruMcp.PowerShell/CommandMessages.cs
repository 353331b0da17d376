namespace IruMcp.PowerShell;

/// <summary>What is said about generated commands.</summary>
internal static class CommandMessages
{
    public const string ArgumentsAreNoTable = "-Arguments takes a hashtable or an object with the tool's arguments.";

    public static string ArgumentTwice(string parameter) => $"What -{parameter} gives is in -Arguments too.";

    public static string Give(IReadOnlyList<string> parameters) => "Give "
        + string.Join(" and ", parameters.Select(name => name == CommandPlan.Identity ? "-Identity (the device's UUID, serial number or name)" : "-" + name)) + ".";

    public static string GiveAny(IEnumerable<string> parameters) =>
        $"Give at least one of -{string.Join(", -", parameters.OrderBy(name => name, StringComparer.Ordinal))}.";

    public static string NotConnectedAs(string name) => $"There is no open connection named '{name}' in this session, and this command belongs to it.";

    public static string ConnectAs(string name) => $"Run Connect-IruMcp -Name {name}, or name another with -Connection.";

    public static string ToolIsGone(string command, string tool, string folder) =>
        $"{command} was made of the tool '{tool}', which the server does not have any more. {Renew(folder)}";

    public static string ToolHasChanged(string command, string tool, string folder) =>
        $"The server's tool '{tool}' takes other arguments, or has another risk, than when {command} was made of it. {Renew(folder)}";

    private static string Renew(string folder) => $"To make the commands anew: Export-IruTool -OutputModule '{folder.Replace("'", "''")}' -Force";

    public const string SeeTools = "Get-IruTool lists the tools.";

    public const string ForceReplaces = "-Force replaces it.";

    public static string NoToolFits(string what, string pattern) => $"No tool of this connection has a {what} like '{pattern}'.";

    public static string ToolsLeftOut(int count) =>
        $"{(count == 1 ? "1 tool has" : $"{count} tools have")} no command, for want of a name that a script can hold. Invoke-IruTool calls {(count == 1 ? "it" : "them")}.";

    public static string NoModuleName(string name) =>
        $"'{name}' is no name for a module of commands: it begins with a letter, goes on with letters, digits, dots and dashes, and is not IruMcp.";

    public static string FileExists(string file) => $"'{file}' exists already.";

    public static string WriteModule(int commands) => $"Write a module of {(commands == 1 ? "1 command" : $"{commands} commands")}";
}
