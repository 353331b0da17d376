using System.Text.Json.Nodes;
using IruMcp.Core.Tests.Connections;
using IruMcp.Core.Tests.Tools;
using IruMcp.Governance;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Core.Tests.Governance;

/// <summary>An empty folder for audit files, and short words for what is written there.</summary>
internal sealed class AuditFolder : IDisposable
{
    public const string Tenant = "acme.example:443";

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "irumcp-" + Guid.NewGuid().ToString("n"));

    public RecordingLog Log { get; } = new();

    public string File => AuditTrail.PathOf(Settings())!;

    public AuditSettings Settings(long maximumBytes = 10 << 20, int kept = 20) => new() { Folder = Path, MaximumBytes = maximumBytes, KeptFiles = kept };

    public AuditTrail Trail(long maximumBytes = 10 << 20, int kept = 20, string tenant = Tenant, Redactor? redactor = null) =>
        new(Settings(maximumBytes, kept), new AuditScope("acme", tenant, "Shell", redactor ?? new Redactor()));

    public static ToolCall Call(string tool = "erase-device", string? argument = null, object? value = null)
    {
        var values = new Dictionary<string, object?> { ["device_id"] = "5f0c7f2e-0000-4f6a-9a43-3d1c5e7f9b21" };
        if (argument is not null)
            values[argument] = value;
        return ToolCall.Bind(ArgumentBinderTests.Tool(tool), null, values, null, new PageRequest());
    }

    public IReadOnlyList<AuditEntry> Entries(DateTime? after = null) => [.. new AuditReader(Log.Warning).ReadSeries(File, after)];

    public IReadOnlyList<JsonObject> Lines() => [.. AuditPlace.FullFiles(File).Append(File).SelectMany(System.IO.File.ReadAllLines).Select(line => JsonNode.Parse(line)!.AsObject())];

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
