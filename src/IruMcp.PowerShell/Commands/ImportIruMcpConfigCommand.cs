using System.IO;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using IruMcp.Configuration;

namespace IruMcp.PowerShell.Commands;

/// <summary>Takes the MCP configuration that Iru shows once and saves it in a vault.</summary>
[Cmdlet(VerbsData.Import, "IruMcpConfig", SupportsShouldProcess = true, DefaultParameterSetName = AskSet)]
[OutputType(typeof(SavedConfig))]
public sealed class ImportIruMcpConfigCommand : AsyncCmdlet
{
    private const string AskSet = "Ask";
    private const string ClipboardSet = "Clipboard";
    private const string PathSet = "Path";
    private const string TextSet = "InputObject";
    private const string CredentialSet = "Credential";
    private const long LargestFile = 1024 * 1024;

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

    [Parameter(Position = 0)]
    [ValidatePattern(ConfigurationName.Pattern)]
    public string Name { get; set; } = "iru";

    [Parameter]
    public string? Vault { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == TextSet)
            _lines.Add(InputObject ?? "");
    }

    protected override void EndProcessing()
    {
        try
        {
            var configuration = ReadConfiguration();
            foreach (var warning in configuration.Warnings)
                WriteWarning(warning);
            Save(configuration);
        }
        catch (IruException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure, Name));
        }
    }

    private McpConfiguration ReadConfiguration() => ParameterSetName switch
    {
        ClipboardSet => ConfigurationReader.Read(Clipboard.Read(), ServerName),
        PathSet => ConfigurationReader.Read(ReadFile(), ServerName),
        TextSet => ConfigurationReader.Read(string.Join("\n", _lines), ServerName),
        CredentialSet => ConfigurationRules.Validate(Uri!, PowerShellValues.ToSecret(Credential!.Password).Reveal(), Credential.UserName.TrimStart('\\')),
        _ => AskForValues(),
    };

    private void Save(McpConfiguration configuration)
    {
        var vaults = new Vault(Host);
        var exists = vaults.List(Name, Vault).Count > 0;
        if (exists && !Force && !IsWhatIf)
            throw new IruException("IruMcp.ConfigExists", IruErrorCategory.ResourceExists,
                $"A configuration named '{Name}' is already saved.", "Use -Force to replace it, or -Name for another one.");
        if (!ShouldProcess($"'{Name}'{(Vault is null ? "" : $" in the vault '{Vault}'")}",
                $"{(exists ? "Replace" : "Save")} the configuration for {configuration.Url}, key {configuration.ApiKey}"))
            return;

        vaults.Set(Name, Vault, configuration);
        WriteVerbose($"Saved the configuration '{Name}' for {configuration.Url.Host}.");
        if (FromClipboard)
        {
            Clipboard.Clear();
            WriteVerbose("Cleared the clipboard.");
        }
        if (PassThru)
            WriteObject(SavedConfig.Of(Name, vaults.List(Name, Vault).Select(saved => saved.Vault).FirstOrDefault() ?? Vault ?? "", configuration));
    }

    private bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var bound)
        ? LanguagePrimitives.IsTrue(bound)
        : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    private string ReadFile()
    {
        try
        {
            var path = FilePath.Of(this, Path!);
            if (new FileInfo(path) is { Exists: true, Length: > LargestFile })
                throw new IruException("IruMcp.InvalidConfiguration", IruErrorCategory.InvalidData, $"{path} is too large to be an MCP configuration.");
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ItemNotFoundException or NotSupportedException)
        {
            throw new IruException("IruMcp.FileNotReadable", IruErrorCategory.OpenError, $"The file could not be read: {failure.Message}");
        }
    }

    private McpConfiguration AskForValues()
    {
        if (Interaction.WhyNobodyCanAnswer(Host) is { } why)
            throw new IruException("IruMcp.CannotAsk", IruErrorCategory.InvalidOperation, $"Import-IruMcpConfig without arguments asks for the values, but {why}.",
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
