using IruMcp.Configuration;

namespace IruMcp.Hosts;

/// <summary>Everything this folder says to the user. No text takes content of a host's file.</summary>
internal static class HostText
{
    public const string PrintableNameRule = "1 to 64 printable characters without spaces at the ends";
    public const string CodexNameRule = "letters, digits and _ : @ / . - only; with another name Codex lists the server but never starts it";

    public const string WordNameRule = "1 to 64 letters, digits, - and _";
    public const string LetterFirstNameRule = "a letter, followed by up to 63 letters, digits, - and _";
    public const string GeminiNameRule = "1 to 64 letters, digits and -; Gemini CLI takes what follows an underscore for the name of a tool";

    public const string KeyQuestion = "Iru: the value of X-API-Key";
    public const string ProfileQuestion = "Iru: the value of X-MCP-Profile";

    public const string NeedsCommand = "Claude Desktop starts programs only and skips an entry with an address.";
    public const string CodexHeaders = "Codex does not know 'headers' (it reads http_headers and env_http_headers), so no key is sent.";
    public const string NeedsType = "Claude Code skips an entry with a url that has no \"type\": \"http\".";
    public const string GeminiUrl = "Gemini CLI takes 'url' without \"type\": \"http\" for an older protocol; 'httpUrl' is the address of a server such as Iru's.";
    public const string OpenCodeType = "opencode refuses its whole file because of an entry whose type is neither \"local\" nor \"remote\".";
    public const string WindsurfUrl = "Windsurf reads an address from 'serverUrl' only.";

    public const string RootNotObject = "its content is not a JSON object";
    public const string InputsNotList = "\"inputs\" in it is not a list";
    public const string CannotSplice = "the entry cannot be changed without touching other parts of the file";

    public const string UrlUnsafeForCmd =
        "The url has characters that the Windows command shell, through which Claude Desktop starts npx, takes for its own.";

    public const string CursorRestart = "Cursor reads its MCP servers when it starts: quit it fully and open it again, then see Tools & MCP in its settings.";
    public const string CodexRestart = "Codex reads its configuration when it starts: quit the Codex app, the editor with the extension, or the running session, and open it again.";

    public const string ClaudeCodeRestart = "Claude Code reads its servers when a session starts: begin a new one, then see /mcp in it. A project's .mcp.json is asked about once.";
    public const string VSCodeRestart = "Visual Studio Code notices the change; 'MCP: List Servers' in its command palette starts the server.";
    public const string VisualStudioRestart = "Visual Studio notices the change when the file is saved or the solution is opened again; the tools are in the Copilot chat under Tools.";
    public const string CopilotRestart = "Copilot CLI reads its servers when it starts: begin a new session, then see /mcp in it.";
    public const string GeminiRestart = "Gemini CLI reads its settings when it starts: begin a new session, then see /mcp in it. It starts servers in trusted folders only.";
    public const string OpenCodeRestart = "opencode reads its configuration when it starts: begin a new session; 'opencode mcp list' shows the server.";
    public const string WindsurfRestart = "In Windsurf, open the MCP servers of Cascade and press Refresh, or restart it.";
    public const string ZedRestart = "Zed notices the change; its Agent panel's settings show the server.";
    public const string LMStudioRestart = "LM Studio notices the change; switch the server on under Program > Integrations.";

    public const string ModuleByPath =
        "PowerShell does not find this module by its name, so the entry names the module's path: it stops working when the module moves. Installed with Install-PSResource, it is found by its name.";

    public const string PlainTextInProject =
        "The key in plain text is in a project's file, which source control would take along. Use -KeySource Bridge or Environment there, or keep the file out of source control.";

    public const string NeedsBridge = "What the client is to start is missing.";

    public const string ClaudeDesktopEnvironment =
        "Claude Desktop passes only a short list of its own variables (such as PATH and HOME) to the programs it starts. mcp-remote then does not see "
        + EntryContent.KeyVariable + " and " + EntryContent.ProfileVariable
        + " even where they are set, sends the placeholders as they stand, and the server refuses them. Expect this form to work only where something else gives mcp-remote these variables.";

    public const string PlainTextWarning =
        "The file holds the key in plain text. Whoever can read the file can use the key: keep it out of source control, synchronised folders and chats.";

    public const string NeedsConfiguration = "A key can be written only from a complete configuration.";
    public const string NeedsUrl = "The url of the server is missing.";

    private const string InvalidFileAdvice = "The file was not changed. Correct it in an editor, or choose another file with -Path.";

    public static string TopKeyNotObject(string topKey) => $"\"{topKey}\" in it is not an object";

    public static string Duplicate(TextPosition at) => $"a key that has to be unique stands in it a second time at {at}";

    public static string NotJson(TextPosition at) => $"it is not valid JSON from {at} on";

    public static string NotToml(TextPosition at) => $"it is not valid TOML from {at} on, or defines something twice there";

    public static string CommentInStrictFile(TextPosition at) => $"it has a comment at {at}, which the program that owns the file does not accept";

    public static string ArrayOfTables(TextPosition at) => $"the servers are an array of tables ([[ ]]) at {at}, which the program that owns the file does not accept";

    public static string InlineTable(TextPosition at, string header) =>
        $"servers stand in an inline table {{ }} at {at}, which cannot be edited safely; write each as a table of its own, such as {header}, and try again";

    public static string ClaudeDesktopRestart(HostPlatform platform) => platform switch
    {
        HostPlatform.MacOS => "Quit Claude Desktop fully with Claude > Quit Claude (closing the window is not enough) and open it again. It must not run while the file changes, since it may write back its own older copy.",
        HostPlatform.Windows => "Quit Claude Desktop fully from its icon in the notification area (closing the window is not enough) and open it again. It must not run while the file changes, since it may write back its own older copy.",
        _ => "Quit Claude Desktop fully and open it again. It must not run while the file changes, since it may write back its own older copy.",
    };

    public static string Location(string host, string path, bool isOwnFile) =>
        isOwnFile ? $"{host} reads this file: {path}" : $"The entry for {host} is in the file that you named, {path}";

    public static string Variables(HostPlatform platform, bool runsInTerminal) =>
        $"The file names two environment variables and holds no key. Set {EntryContent.KeyVariable} to the X-API-Key value and {EntryContent.ProfileVariable} to the X-MCP-Profile value, where the program can see them: "
        + platform switch
        {
            HostPlatform.Windows => "as user variables (search Windows for \"environment variables\"), then start the program anew. User variables are kept in the registry, readable by your own programs.",
            _ when runsInTerminal => "a program started in a terminal sees what its shell exports (export NAME=VALUE). Keep the values out of the shell's history and of files that others read.",
            HostPlatform.MacOS => "programs opened from the Dock or Finder do not see a shell's variables; 'launchctl setenv NAME VALUE' sets one for them until you log out. Programs started in a terminal see what its shell exports.",
            _ => "programs opened from the desktop do not see a shell's variables; lines NAME=VALUE in a file in ~/.config/environment.d are read at login. Programs started in a terminal see what its shell exports.",
        };

    public static string Inputs(string host) =>
        $"The file holds no key. {host} asks for the X-API-Key and X-MCP-Profile values when it first starts the server, and keeps them itself.";

    public static string Bridge(string host, string configuration) =>
        $"The file holds no key. {host} starts PowerShell with this module, which takes the saved configuration '{configuration}' from the vault.";

    public static string McpRemoteNeedsNode(HostPlatform platform) => platform == HostPlatform.Windows
        ? "mcp-remote needs Node.js 20 or newer in C:\\Program Files\\nodejs."
        : "mcp-remote needs Node.js 20 or newer.";

    public static string NoVariables(string host) => $"{host} has no way to take a header from an environment variable.";

    public static string NoInputs(string host) => $"{host} has no way to ask for a header's value.";

    public static string TooManyTools(string host, int limit, int offered) =>
        $"{host} takes about {limit} tools of all servers together, and Iru's server offers about {offered}: some will be missing. -KeySource Bridge offers fewer; -ToolSet says which.";

    public static string WrittenWhileRunning(string host) => $"{host} is running and may write back its own older copy of the file. Look at the file again after {host} has been quit.";

    public static string FileIsShared(string path) =>
        $"Other users of this computer may read {path}. Its permissions were kept; 'chmod 600' closes it to them.";

    public static string VulnerableMcpRemote(string version) =>
        $"mcp-remote {version} has CVE-2025-6514: a server can make it run commands on this computer. 0.1.16 fixes it; the default is {McpRemote.DefaultVersion}.";

    public static string EntryDisabled(string name, string host) => $"The entry '{name}' is switched off in {host}'s file, and stays so.";

    public static string FolderMissing(string host, string folder) => $"The folder {folder} does not exist and will be made. Is {host} installed for this user?";

    public static string ByteOrderMarkDropped(string host) => $"The byte order mark at the beginning of the file is removed, since {host} cannot read a file that has one.";

    public static IruException UnknownHost(string name, IReadOnlyList<string> names) => new(
        "IruMcp.UnknownHost", IruErrorCategory.InvalidArgument, $"'{name}' is not a known client. Known are: {string.Join(", ", names)}.");

    public static IruException RelativeVariable(string variable) => new(
        "IruMcp.HostFileUnknown", IruErrorCategory.InvalidArgument, $"The environment variable {variable} is not an absolute path.", "Correct it, or give the file with -Path.");

    public static IruException NoHome() => new(
        "IruMcp.HostFileUnknown", IruErrorCategory.ObjectNotFound, "This account has no home folder, so the program's own file cannot be found.", "Give the file with -Path.");

    public static IruException Ambiguous(string host, IReadOnlyList<string> paths) => new(
        "IruMcp.HostFileAmbiguous", IruErrorCategory.InvalidOperation,
        $"{host} may read any of these files: {string.Join("; ", paths)}.",
        "Open the one that the program itself shows (in Claude Desktop: Settings > Developer > Edit Config) and give it with -Path.");

    public static IruException InvalidEntryName(string host, string rule) => new(
        "IruMcp.InvalidEntryName", IruErrorCategory.InvalidArgument, $"{host} does not take this name for a server: it has to be {rule}.", "Use a name such as iru.");

    public static IruException InvalidMcpRemoteVersion() => new(
        "IruMcp.InvalidMcpRemoteVersion", IruErrorCategory.InvalidArgument, "The version of mcp-remote is neither a version number nor a tag.", $"Use a version such as {McpRemote.DefaultVersion}.");

    public static IruException NotOnThisPlatform(string host) => new(
        "IruMcp.HostFileUnknown", IruErrorCategory.ObjectNotFound, $"{host} does not run on this operating system.", "Give the file with -Path, if it is meant for another computer.");

    public static IruException NoProjectFile(string host) => new(
        "IruMcp.HostFileUnknown", IruErrorCategory.ObjectNotFound, $"{host} has no file for a project.", "Use -Scope User.");

    public static IruException KeySourceUnknownToHost(string reason) => new(
        "IruMcp.InvalidExport", IruErrorCategory.InvalidArgument, reason, "Use -KeySource Bridge: the file then holds no key.");

    public static IruException Running(string host, string path) => new(
        "IruMcp.ClientRunning", IruErrorCategory.ResourceBusy, $"{host} is running and may write back its own older copy of {path}. Nothing was written.",
        $"Quit {host} fully and try again; -IgnoreRunning writes all the same.");

    public static IruException NotSaved(string name, string? vault) => new(
        "IruMcp.ConfigNotFound", IruErrorCategory.ObjectNotFound,
        $"A PowerShell started as a client would start it finds no configuration named '{name}'{(vault is null ? string.Empty : $" in the vault '{vault}'")}.",
        "Get-IruMcpConfig lists what is saved; Import-IruMcpConfig saves one.");

    public static IruException BridgeNotPossible(string reason) => new(
        "IruMcp.BridgeNotPossible", IruErrorCategory.ResourceUnavailable,
        $"A client could not use the bridge: a PowerShell without a person, started as a client would start it, failed: {reason}.",
        "The vault must open without a question; for SecretStore: Set-SecretStoreConfiguration -Authentication None -Interaction None. Or use -KeySource Environment or Prompt, where the client knows them.");

    public static IruException AliasIsOff(string alias) => new(
        "IruMcp.BridgeNotPossible", IruErrorCategory.ResourceUnavailable,
        $"PowerShell was installed as a package, and the alias {alias} by which other programs start it is turned off.",
        "Turn it on in Settings > Apps > Advanced app settings > App execution aliases, or run this command in a PowerShell that was installed from its MSI, or in Windows PowerShell.");

    public static IruException EntryNotFound(string name, string path) => new(
        "IruMcp.EntryNotFound", IruErrorCategory.ObjectNotFound, $"{path} has no server named '{name}'.", "Get-IruMcpClient shows which clients have Iru, and under which name.");

    public static IruException NoEntry(string path) => new(
        "IruMcp.EntryNotFound", IruErrorCategory.ObjectNotFound, $"{path} has no server of Iru's.", "Get-IruMcpClient shows which clients have Iru. -ServerName names an entry that cannot be told to be Iru's.");

    public static IruException SeveralEntries(string path, IReadOnlyList<string> names) => new(
        "IruMcp.ServerNameRequired", IruErrorCategory.InvalidArgument, $"{path} has several servers of Iru's: {string.Join(", ", names)}.", "Say which one with -ServerName.");

    public static IruException InvalidRequest(string message) => new("IruMcp.InvalidExport", IruErrorCategory.InvalidArgument, message);

    public static IruException InvalidFile(string path, string problem) => new(
        "IruMcp.InvalidHostFile", IruErrorCategory.InvalidData, $"{path} was not changed: {problem}.", InvalidFileAdvice);

    public static IruException EntryExists(string name, string path) => new(
        "IruMcp.EntryExists", IruErrorCategory.ResourceExists, $"{path} already has a server named '{name}'.", "Use -Force to update it, or -ServerName for another entry.");

    public static IruException FileChanged(string path) => new(
        "IruMcp.FileChanged", IruErrorCategory.ResourceBusy, $"{path} is being changed by another program; it was left as that program wrote it.", "Quit the program that owns the file and try again.");

    public static IruException NotWritable(string path, string problem) => new(
        "IruMcp.FileNotWritable", IruErrorCategory.WriteError, $"{path} was not changed: {problem}.", "See that you may write the file and that it is not marked read-only, then run the same command again; -Path, where the command has it, names another file.");
}
