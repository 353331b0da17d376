using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IruMcp.Hosts;

namespace IruMcp.Core.Tests.Hosts;

/// <summary>An entry comes into generated documents and goes out of them again. Every other byte is what it was, and the parsers of other
/// languages agree. A test run takes some hundred of each dialect; the stress task ten thousand.</summary>
[Trait("Category", "Stress")]
public sealed class GeneratedDocumentTests
{
    private const string Name = "iru";

    private static readonly int Count =
        int.TryParse(Environment.GetEnvironmentVariable("IRUMCP_STRESS_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? 400 * rounds : 300;

    [NeedsProgramFact("python3")]
    public Task Strict_json() => CheckAsync("ClaudeCode", "python3", "check.py", "json");

    [NeedsProgramFact("node")]
    public Task Json_with_comments() => CheckAsync("VSCode", "node", "check.js", "jsonc");

    [NeedsProgramFact("python3")]
    public Task Toml() => CheckAsync("Codex", "python3", "check.py", "toml");

    private static async Task CheckAsync(string host, string program, string script, string dialect)
    {
        var random = new Random(20261122);
        var row = HostCatalogue.Find(host);
        var editor = HostFiles.EditorOf(row);
        var generator = new GeneratedDocuments(random);
        var cases = new StringBuilder();
        for (var i = 0; i < Count; i++)
        {
            var source = random.Next(2) == 0 ? KeySource.Bridge : KeySource.PlainText;
            var content = new EntryContent(new Uri(HostSandbox.Url), HostSandbox.Key, "prof \\ \" é", source, McpRemote.DefaultVersion, HostPlatform.Linux) { Bridge = BridgeCommand.Of(HostSandbox.Bridge) };
            var before = row.Format == HostFormat.Toml ? generator.Toml(row.TopKey) : generator.Json(row.TopKey, row.Format == HostFormat.JsonWithComments);
            var after = editor.Apply(before, [row.TopKey], Name, row.Changes(content));
            var removed = editor.Remove(after, [row.TopKey], Name);

            AssertOnlyAdded(before, after);
            if (row.Format == HostFormat.Toml || HadServers(before, row, editor))
                Assert.Equal(before, removed);
            // An empty text is no document of any language but TOML.
            if (before.Trim().Length == 0 && row.Format != HostFormat.Toml)
                before = "{}";
            var entry = JsonNode.Parse(EntryOf(row, content));
            cases.AppendLine(JsonSerializer.Serialize(new { before, after, removed, top = row.TopKey, name = Name, entry }));
        }

        Assert.Equal(Count.ToString(CultureInfo.InvariantCulture), await RunAsync(program, script, dialect, cases.ToString()));
    }

    // A list that was empty, or was not there, is left behind empty.
    private static bool HadServers(string text, HostRow row, IEntryEditor editor) => editor.Servers(text, row.TopKey).Count > 0;

    private static string EntryOf(HostRow row, EntryContent content)
    {
        if (row.Format != HostFormat.Toml)
            return JsonNode.Parse(HostFiles.EditorOf(row).Apply("", [row.TopKey], Name, row.Changes(content)))![row.TopKey]![Name]!.ToJsonString();

        return content.KeySource == KeySource.Bridge
            ? JsonSerializer.Serialize(new { command = content.Bridge!.Program, args = content.Bridge.Arguments, enabled = true, startup_timeout_sec = 30 })
            : JsonSerializer.Serialize(new
            {
                enabled = true, url = HostSandbox.Url, http_headers = new Dictionary<string, string> { ["X-API-Key"] = content.ApiKey, ["X-MCP-Profile"] = content.Profile },
            });
    }

    /// <summary>What was there is there in its order. New is one piece, and perhaps the comma before it.</summary>
    private static void AssertOnlyAdded(string before, string after)
    {
        var left = 0;
        while (left < before.Length && left < after.Length && before[left] == after[left])
            left++;

        var right = left;
        if (right < after.Length && after[right] == ',' && left < before.Length)
        {
            right++;
            while (left < before.Length && right < after.Length && before[left] == after[right])
                (left, right) = (left + 1, right + 1);
        }

        Assert.True(after.EndsWith(before[left..].TrimStart(), StringComparison.Ordinal), before + "\n=>\n" + after);
    }

    private static async Task<string> RunAsync(string program, string script, string dialect, string input)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Hosts", "Parsers", script));
        start.ArgumentList.Add(dialect);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended early; its words say why.
        }

        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? (await output).Trim() : await errors;
    }
}
