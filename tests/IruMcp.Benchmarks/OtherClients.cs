using System.ComponentModel;
using System.Text.Json.Nodes;

namespace IruMcp.Benchmarks;

/// <summary>Other command lines that call a tool of an MCP server, from npm, in a folder of their own.</summary>
internal sealed class OtherClients(SimulatorProcess simulator, Shell shell, string folder)
{
    private const string McPorter = "0.9.0";
    private const string Inspector = "0.17.5";

    private readonly string _configuration = Path.Combine(folder, "mcporter.json");

    /// <summary>Each client's name and the way to run its one-shot job; empty where npm is missing or gives nothing.</summary>
    public async Task<IReadOnlyList<(string Name, Func<Task<double>> Run)>> InstallAsync()
    {
        Directory.CreateDirectory(folder);
        try
        {
            _ = await shell.TimeAsync("npm", ["install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, $"mcporter@{McPorter}", $"@modelcontextprotocol/inspector@{Inspector}"]);
        }
        catch (Exception missing) when (missing is Win32Exception or InvalidOperationException)
        {
            return [];
        }

        var headers = new JsonObject { ["X-API-Key"] = simulator.ApiKey, ["X-MCP-Profile"] = simulator.Profile };
        var server = new JsonObject { ["baseUrl"] = simulator.RawEndpoint.AbsoluteUri, ["headers"] = headers };
        await File.WriteAllTextAsync(_configuration, new JsonObject { ["mcpServers"] = new JsonObject { ["iru"] = server } }.ToJsonString());
        return
        [
            ($"mcporter {McPorter} call", () => shell.TimeAsync(Bin("mcporter"), ["--config", _configuration, "call", "iru.get-devices", "limit:300"])),
            ($"MCP Inspector {Inspector} --cli", () => shell.TimeAsync(Bin("mcp-inspector"),
            [
                "--cli", simulator.RawEndpoint.AbsoluteUri, "--transport", "http", "--method", "tools/call", "--tool-name", "get-devices", "--tool-arg", "limit=300",
                "--header", $"X-API-Key: {simulator.ApiKey}", "--header", $"X-MCP-Profile: {simulator.Profile}",
            ])),
        ];
    }

    private string Bin(string name) => Path.Combine(folder, "node_modules", ".bin", OperatingSystem.IsWindows() ? name + ".cmd" : name);
}
