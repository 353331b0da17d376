using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Control;

/// <summary>One HTTP request as it was received, and what became of it.</summary>
public sealed class LogEntry
{
    public required int Number { get; init; }
    public required DateTime Time { get; init; }
    public required string Door { get; init; }
    public required string HttpMethod { get; init; }
    public required string Path { get; init; }
    public required JsonObject Headers { get; init; }
    public string? RpcMethod { get; set; }
    public JsonNode? RpcId { get; set; }
    public string? Tool { get; set; }
    public JsonNode? Arguments { get; set; }
    public string? Fault { get; set; }
    public int? Status { get; set; }
    public bool? IsError { get; set; }
    public bool Executed { get; set; }
    public bool Aborted { get; set; }
    public bool Finished { get; set; }

    /// <summary>How many requests were in hand when it came, itself included.</summary>
    public int AtOnce { get; init; }

    public JsonObject ToJson() => new()
    {
        ["number"] = Number,
        ["time"] = Dates.Iso(Time),
        ["door"] = Door,
        ["httpMethod"] = HttpMethod,
        ["path"] = Path,
        ["headers"] = Headers.DeepClone(),
        ["rpcMethod"] = RpcMethod,
        ["rpcId"] = RpcId?.DeepClone(),
        ["tool"] = Tool,
        ["arguments"] = Arguments?.DeepClone(),
        ["fault"] = Fault,
        ["status"] = Status,
        ["isError"] = IsError,
        ["executed"] = Executed,
        ["aborted"] = Aborted,
        ["finished"] = Finished,
        ["atOnce"] = AtOnce,
    };
}

/// <summary>Every request received, in order.</summary>
public sealed class RequestLog(bool isShown)
{
    private static readonly string[] SecretHeaders = ["X-API-Key", "X-MCP-Profile", "Authorization", "Proxy-Authorization", "Cookie"];
    private readonly ConcurrentQueue<LogEntry> _entries = new();
    private int _number;
    private int _inHand;

    public IReadOnlyList<LogEntry> Entries => [.. _entries];

    public void Clear() => _entries.Clear();

    public LogEntry Begin(HttpContext http, string door)
    {
        var headers = new JsonObject();
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues value) in http.Request.Headers)
            headers[name] = SecretHeaders.Contains(name, StringComparer.OrdinalIgnoreCase) ? Hash(value.ToString()) : value.ToString();
        var entry = new LogEntry
        {
            Number = Interlocked.Increment(ref _number),
            Time = DateTime.UtcNow,
            Door = door,
            HttpMethod = http.Request.Method,
            Path = http.Request.Path + http.Request.QueryString,
            Headers = headers,
            AtOnce = Interlocked.Increment(ref _inHand),
        };
        _entries.Enqueue(entry);
        return entry;
    }

    public void End(LogEntry entry)
    {
        Interlocked.Decrement(ref _inHand);
        entry.Finished = true;
        if (isShown)
            Console.Error.WriteLine(entry.ToJson().ToJsonString());
    }

    /// <summary>What stands in the log for a secret value: enough to compare, nothing to use.</summary>
    public static string Hash(string value) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))[..16];
}
