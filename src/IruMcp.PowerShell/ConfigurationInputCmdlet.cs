using System.Management.Automation;
using System.Security;
using IruMcp.Configuration;

namespace IruMcp.PowerShell;

/// <summary>Takes a configuration as Iru shows it: from the clipboard, a file, the pipeline, a credential, or a masked prompt.</summary>
public abstract class ConfigurationInputCmdlet : AsyncCmdlet
{
    internal const string AskSet = "Ask";
    private const string ClipboardSet = "Clipboard";
    private const string PathSet = "Path";
    private const string TextSet = "InputObject";
    private const string CredentialSet = "Credential";

    private readonly List<string> _lines = [];

    [Parameter(Mandatory = true, ParameterSetName = ClipboardSet)]
    public SwitchParameter FromClipboard { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [Alias("PSPath", "LiteralPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = TextSet, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? InputObject { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    [Alias("Url")]
    public Uri? Uri { get; set; }

    /// <summary>The profile id as user name, the key as password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter(ParameterSetName = ClipboardSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = TextSet)]
    public string? ServerName { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == TextSet)
            _lines.Add(InputObject ?? "");
    }

    private protected McpConfiguration ReadConfiguration() => ParameterSetName switch
    {
        ClipboardSet => ConfigurationReader.Read(Clipboard.Read(), ServerName),
        PathSet => ConfigurationReader.Read(FilePath.ReadConfiguration(this, Path!), ServerName),
        TextSet => ConfigurationReader.Read(string.Join("\n", _lines), ServerName),
        CredentialSet => ConfigurationRules.Validate(Uri!, PowerShellValues.ToSecret(Credential!.Password).Reveal(), Credential.UserName.TrimStart('\\')),
        _ => AskForValues(),
    };

    private protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var bound)
        ? LanguagePrimitives.IsTrue(bound)
        : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <summary>What has been taken must not stay for whoever pastes next.</summary>
    private protected void ForgetInput()
    {
        if (!FromClipboard)
            return;
        Clipboard.Clear();
        WriteVerbose("Cleared the clipboard.");
    }

    private McpConfiguration AskForValues()
    {
        if (Interaction.WhyNobodyCanAnswer(Host) is { } why)
            throw new IruException("IruMcp.CannotAsk", IruErrorCategory.InvalidOperation, $"{MyInvocation.MyCommand.Name} without arguments asks for the values, but {why}.",
                "Use -Path, -FromClipboard, the pipeline, or -Uri with -Credential.");

        Host.UI.WriteLine("The values are in the MCP configuration that Iru shows once (Access, API tokens, Copy MCP configuration).");
        Host.UI.Write("url: ");
        if (!System.Uri.TryCreate(Host.UI.ReadLine()?.Trim() ?? "", UriKind.Absolute, out var url))
            throw new IruException("IruMcp.InvalidConfiguration", IruErrorCategory.InvalidData, "That is not an absolute URL.", FailureHint);
        var key = AskMasked("X-API-Key (not shown): ");
        var profile = AskMasked("X-MCP-Profile (not shown): ");
        return ConfigurationRules.Validate(url, PowerShellValues.ToSecret(key).Reveal(), PowerShellValues.ToSecret(profile).Reveal());
    }

    private const string FailureHint = "Copy the whole value of url, from https:// to /tools.";

    private SecureString AskMasked(string question)
    {
        Host.UI.Write(question);
        return Host.UI.ReadLineAsSecureString();
    }
}
