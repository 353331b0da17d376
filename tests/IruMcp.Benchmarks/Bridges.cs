using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace IruMcp.Benchmarks;

/// <summary>The module's bridge beside mcp-remote, both started as an AI client starts them.</summary>
internal static class Bridges
{
    private const string McpRemote = "0.15.1";
    private const int Rounds = 5;
    private const int WarmUp = 30;
    private const int Calls = 300;

    private const string SaveConfiguration = """
        Register-SecretVault -Name benchmark -ModuleName $env:BENCH_VAULT -VaultParameters @{ Path = $env:HOME } -DefaultVault
        Import-Module $env:BENCH_MODULE
        $key = [System.Net.NetworkCredential]::new('', $env:IRU_X_API_KEY).SecurePassword
        Import-IruMcpConfig -Uri $env:IRU_MCP_URL -Credential ([pscredential]::new($env:IRU_X_MCP_PROFILE, $key)) -ErrorAction Stop
        """;

    public static async Task RunAsync(SimulatorProcess simulator, Shell shell, Report report, string module, string npmFolder)
    {
        report.Section("The bridge", $"""
            `Start-IruMcpBridge`, which reads its key from a vault, and mcp-remote {McpRemote}, installed and given the key: from the start of the
            process to the answered `initialize`, then {Calls} small calls one after the other. Rounds of both in turn.
            """);
        if (OperatingSystem.IsWindows())
        {
            report.Note("Not measured: a vault of its own needs a HOME of its own, which Windows does not give.");
            return;
        }
        Directory.CreateDirectory(npmFolder);
        try
        {
            _ = await shell.TimeAsync("npm", ["install", "--silent", "--no-audit", "--no-fund", "--prefix", npmFolder, $"mcp-remote@{McpRemote}"]);
        }
        catch (Exception missing) when (missing is Win32Exception or InvalidOperationException)
        {
            report.Note("Not measured: npm is missing or could not install mcp-remote.");
            return;
        }

        var home = Directory.CreateTempSubdirectory("irumcp-bench-").FullName;
        try
        {
            await SaveAsync(simulator, module, home);
            var manifest = Path.Combine(module, "IruMcp.psd1");
            (string Name, string[] Command)[] ways =
            [
                ("IruMcp", ["pwsh", "-NoProfile", "-NonInteractive", "-Command", $"Import-Module '{manifest}'; Start-IruMcpBridge"]),
                ($"mcp-remote {McpRemote}",
                [
                    "node", Path.Combine(npmFolder, "node_modules", "mcp-remote", "dist", "proxy.js"), simulator.Endpoint.AbsoluteUri,
                    "--header", "X-API-Key:" + simulator.ApiKey, "--header", "X-MCP-Profile:" + simulator.Profile,
                ]),
            ];
            var measured = ways.Select(_ => new List<(double Start, double Median, double Slow)>()).ToList();
            for (var round = 0; round < Rounds; round++)
                for (var way = 0; way < ways.Length; way++)
                    measured[way].Add(await MeasureAsync(ways[way].Command, home));
            report.Add("Start to answered initialize", "ms", [.. ways.Select((way, index) => new Samples(way.Name, [.. measured[index].Select(round => round.Start)]))]);
            report.Add("A call, p50", "ms", [.. ways.Select((way, index) => new Samples(way.Name, [.. measured[index].Select(round => round.Median)]))]);
            report.Add("A call, p99", "ms", [.. ways.Select((way, index) => new Samples(way.Name, [.. measured[index].Select(round => round.Slow)]))]);
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static async Task<(double Start, double Median, double Slow)> MeasureAsync(string[] command, string home)
    {
        var clock = Stopwatch.StartNew();
        using var process = Start(command, home);
        _ = process.StandardError.ReadToEndAsync();
        _ = await AskAsync(process, 1, "initialize", """{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"benchmark","version":"1"}}""");
        var start = clock.Elapsed.TotalMilliseconds;
        await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        _ = await AskAsync(process, 2, "tools/list", "{}");
        var times = new List<double>();
        for (var call = 0; call < WarmUp + Calls; call++)
        {
            clock.Restart();
            var answer = await AskAsync(process, 3 + call, "tools/call", """{"name":"get-devices","arguments":{"limit":1}}""");
            if (call >= WarmUp)
                times.Add(clock.Elapsed.TotalMilliseconds);
            if (answer["result"]?["content"] is null)
                throw new InvalidOperationException("A call failed: " + answer.ToJsonString());
        }
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(20)))
            process.Kill();
        times.Sort();
        return (start, times[times.Count / 2], times[times.Count * 99 / 100]);
    }

    private static async Task<JsonNode> AskAsync(Process process, int id, string method, string parameters)
    {
        await process.StandardInput.WriteLineAsync($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""");
        await process.StandardInput.FlushAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (JsonNode.Parse(line) is { } message && message["id"]?.ToString() == $"{id}")
                return message;
        throw new InvalidOperationException($"{method} was not answered.");
    }

    private static async Task SaveAsync(SimulatorProcess simulator, string module, string home)
    {
        var vault = Path.Combine(RepositoryOf(module), "tests", "IruMcp.TestVault", "IruMcp.TestVault.psd1");
        using var process = Start(["pwsh", "-NoProfile", "-NonInteractive", "-Command", SaveConfiguration], home, start =>
        {
            start.Environment["BENCH_VAULT"] = vault;
            start.Environment["BENCH_MODULE"] = Path.Combine(module, "IruMcp.psd1");
            start.Environment["IRU_MCP_URL"] = simulator.Endpoint.AbsoluteUri;
            start.Environment["IRU_X_API_KEY"] = simulator.ApiKey;
            start.Environment["IRU_X_MCP_PROFILE"] = simulator.Profile;
        });
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        _ = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException("The vault could not be made: " + await errors);
    }

    /// <summary>artifacts/IruMcp is two below it.</summary>
    private static string RepositoryOf(string module) => Path.GetFullPath(Path.Combine(module, "..", ".."));

    private static Process Start(string[] command, string home, Action<ProcessStartInfo>? change = null)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in command.Skip(1))
            start.ArgumentList.Add(argument);
        start.Environment["HOME"] = home;
        start.Environment["MCP_REMOTE_CONFIG_DIR"] = home;
        foreach (var name in (string[])["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"])
            start.Environment.Remove(name);
        change?.Invoke(start);
        return Process.Start(start)!;
    }
}
