using System.Text;
using IruMcp.Configuration;
using IruMcp.Hosts;

namespace IruMcp.Core.Tests.Hosts;

/// <summary>A folder of its own for a test, with a host's file in it, and exports into that file.</summary>
public sealed class HostSandbox : IDisposable
{
    public const string Key = "sk_live:CANARY0123456789wxyz";
    public const string Url = "https://acme.connect.iru.com/mcp-server/connector/kandji/tools";

    public static readonly McpConfiguration Configuration = new(new Uri(Url), new Secret(Key), "prof-1");

    public static readonly BridgeRequest Bridge = new() { Program = "/usr/bin/pwsh", ConfigurationName = "iru" };

    public HostSandbox()
    {
        Folder = Directory.CreateTempSubdirectory("iru-hosts-").FullName;
        File = Path.Combine(Folder, "host.config");
    }

    public string Folder { get; }

    public string File { get; }

    public string Text
    {
        get => Encoding.UTF8.GetString(System.IO.File.ReadAllBytes(File));
        set => System.IO.File.WriteAllBytes(File, Encoding.UTF8.GetBytes(value));
    }

    public static HostEnvironment Environment(HostPlatform platform = HostPlatform.Linux) => new() { Platform = platform, Home = "/home/ada" };

    public HostExportRequest Request(string host, KeySource source = KeySource.PlainText, bool overwrite = false) => new()
    {
        Host = host,
        KeySource = source,
        Path = File,
        Configuration = Configuration,
        Bridge = Bridge,
        Overwrite = overwrite,
        Environment = Environment(),
    };

    /// <summary>The file after an export over the given text.</summary>
    public string Export(string host, string? before, KeySource source = KeySource.PlainText, bool overwrite = false)
    {
        if (before is not null)
            Text = before;

        HostConfiguration.Plan(Request(host, source, overwrite)).Apply();
        return Text;
    }

    public void Remove(string host) => HostConfiguration.PlanRemoval(host, path: File, environment: Environment()).File.Apply();

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
