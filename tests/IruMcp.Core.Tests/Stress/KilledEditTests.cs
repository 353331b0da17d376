using System.Globalization;
using IruMcp.Core.Tests.Hosts;
using IruMcp.Hosts;

namespace IruMcp.Core.Tests.Stress;

/// <summary>A process that changes clients' files is killed at any moment. Each file is then one of the few that it goes through, whole.</summary>
[Trait("Category", "Stress")]
public sealed class KilledEditTests : IDisposable
{
    private static readonly int Kills =
        int.TryParse(Environment.GetEnvironmentVariable("IRUMCP_STRESS_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? 20 * rounds : 20;

    private static readonly (string Client, string File, string Before)[] Files =
    [
        ("Cursor", ".cursor/mcp.json", "{\r\n\t\"mcpServers\": {\r\n\t\t\"other\": {}\r\n\t}\r\n}\r\n"),
        ("Codex", ".codex/config.toml", "# mine\nmodel = 'o3' # keep\n\n[mcp_servers.other]\ncommand = 'x'\n"),
        ("VSCode", ".config/Code/User/mcp.json", "{ // c\n  \"servers\": {\n    \"other\": {}, // d\n  }\n}\n"),
        ("ClaudeCode", ".claude.json", "{\n  \"big\": \"" + new string('x', 200_000) + "\",\n  \"mcpServers\": {\n    \"other\": {}\n  }\n}\n"),
    ];

    private readonly string _home = Directory.CreateTempSubdirectory("iru-killed-").FullName;

    [Fact]
    public async Task A_file_is_the_former_or_the_next_one_whole()
    {
        var random = new Random();
        var allowed = Files.ToDictionary(file => file.File, file => StatesOf(file.Client, file.Before));
        foreach (var (_, file, before) in Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_home, file))!);
            File.WriteAllText(Path.Combine(_home, file), before);
        }

        var seen = new HashSet<string>();
        var longest = 150;
        for (var kill = 0; kill < Kills; kill++)
        {
            using (var worker = await WorkerProcess.StartAsync("clients", _home))
            {
                // The length of the run is what varies; nothing is waited for.
                await Task.Delay(random.Next(longest));
                worker.Kill();
            }

            foreach (var (_, file, _) in Files)
            {
                var text = File.ReadAllText(Path.Combine(_home, file));
                Assert.True(allowed[file].Contains(text), $"{file} is neither before nor after:\n{(text.Length < 2000 ? text : text[^500..])}");
                seen.Add(file + allowed[file].IndexOf(text).ToString(CultureInfo.InvariantCulture));
            }
            // On a busy machine it takes longer until there is anything to be in the middle of.
            if (seen.Count == Files.Length && longest < 3000)
                longest *= 2;
        }

        // It was killed in the middle of its work, or the test has shown nothing.
        Assert.True(seen.Count > Files.Length, string.Join(", ", seen));
    }

    /// <summary>What the worker makes of a file: without Iru, with the former key, with the new one.</summary>
    private static List<string> StatesOf(string client, string before)
    {
        using var sandbox = new HostSandbox();
        var configuration = HostSandbox.Configuration with { Url = new Uri("https://acme.connect.iru.com/mcp"), ApiKey = new Secret("sk_live:CANARYformer") };
        var request = sandbox.Request(client) with { Configuration = configuration };
        sandbox.Text = before;
        HostConfiguration.Plan(request).Apply();
        var former = sandbox.Text;
        return [before, former, former.Replace("sk_live:CANARYformer", "sk_live:CANARYcurrent").Replace("prof-1", "prof-2")];
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);
}
