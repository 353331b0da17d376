using IruMcp.Configuration;
using IruMcp.Hosts;

namespace IruMcp.CallWorker;

/// <summary>Changes the files of clients in a home folder, round and round.</summary>
internal static class ClientEdits
{
    private static readonly string[] Clients = ["Cursor", "Codex", "VSCode", "ClaudeCode"];

    public static void Run(string home)
    {
        var environment = HostEnvironment.Current with { Home = home, GetVariable = static _ => null };
        var configuration = new McpConfiguration(new Uri("https://acme.connect.iru.com/mcp"), new Secret("sk_live:CANARYformer"), "prof-1");
        var next = (configuration with { ApiKey = new Secret("sk_live:CANARYcurrent"), Profile = "prof-2" }).After(configuration);
        Console.WriteLine("ready");
        while (true)
        {
            foreach (var client in Clients)
                HostConfiguration.Plan(new HostExportRequest { Host = client, KeySource = KeySource.PlainText, Configuration = configuration, Environment = environment, Overwrite = true }).Apply();
            foreach (var step in HostRotation.Plan(next, environment, "iru"))
                step.Change?.Apply();
            foreach (var client in Clients)
                HostConfiguration.PlanRemoval(client, environment: environment).File.Apply();
        }
    }
}
