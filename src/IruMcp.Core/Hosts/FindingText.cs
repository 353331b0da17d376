namespace IruMcp.Hosts;

/// <summary>What findings say.</summary>
internal static class FindingText
{
    public const string PlainTextKey = "The key stands in the file: whoever can read the file can use it.";
    public const string ReadableByOthers = "Other users of this computer may read the file with the key.";
    public const string CloseFile = "Take the key out of the file; until then: chmod 600.";
    public const string NoKey = "The entry sends no X-API-Key, so the server refuses it.";
    public const string MissingProgram = "The program that the entry starts no longer exists.";
    public const string TemporaryProgram = "The entry starts PowerShell from a folder that its next update removes.";
    public const string MissingModule = "The module file that the entry imports no longer exists.";
    public const string OpenFile = "See that the file can be read, and is a file of the user's own.";

    public static string CorrectFile(string host) => $"Correct the file in an editor. {host} may not be able to read it either, or may replace it.";

    public static string VulnerableMcpRemote(string version) =>
        $"mcp-remote {version} has CVE-2025-6514: a server can make it run commands on this computer. 0.1.16 fixes it.";

    public static string OtherTopKey(string found, string host, string wanted) => $"The entry stands under \"{found}\", and {host} reads \"{wanted}\" only.";

    public static string RejectedName(string host, string rule) => $"{host} does not take the entry's name: it has to be {rule}.";

    public static string Rename(string host) => $"Remove-IruMcpClientConfig {host}; Export-IruMcpConfig {host}";

    public static string ByteOrderMark(string host) => $"The file begins with a byte order mark, with which {host} cannot read it.";

    public static string MissingConfiguration(string name) => $"The bridge takes a configuration named '{name}', and none of that name is saved.";

    public static string StaleUrl(string name) => $"The address is not the one of the saved configuration '{name}'.";

    public static string StaleKey(string name) => $"The key or profile id is not the one of the saved configuration '{name}'.";
}
