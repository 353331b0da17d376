using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IruMcp.Governance;

/// <summary>The two kinds of line in the audit trail. One line is one JSON object of plain members; readers take members that they do
/// not know for newer ones.</summary>
internal static class AuditLine
{
    public const string Decision = "decision";
    public const string Outcome = "outcome";
    public const string Allowed = "Allowed";
    public const string Refused = "Refused";

    /// <summary>How every decision line begins, for readers in a hurry.</summary>
    public static ReadOnlySpan<byte> DecisionStart => "{\"kind\":\"decision\""u8;

    public static ReadOnlySpan<byte> AllowedMember => "\"decision\":\"Allowed\""u8;

    // Nothing here is ever put into a web page; a person can search the file for what he knows.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="decision">What was decided.</param>
    /// <param name="who">Who runs this process.</param>
    public static byte[] Of(AuditDecision decision, AuditActor who) => Write(writer =>
    {
        writer.WriteString("kind", Decision);
        writer.WriteString("id", decision.Id);
        WriteTime(writer, decision.Time);
        writer.WriteString("user", Whole(who.User));
        writer.WriteString("host", Whole(who.Host));
        writer.WriteStartObject("process");
        writer.WriteNumber("id", who.ProcessId);
        writer.WriteString("name", Whole(who.ProcessName));
        writer.WriteEndObject();
        writer.WriteString("script", Whole(decision.Script));
        writer.WriteString("connection", Whole(decision.Connection));
        writer.WriteString("tenant", Whole(decision.Tenant));
        writer.WriteString("channel", decision.Channel);
        writer.WriteString("tool", Whole(decision.Tool));
        writer.WriteString("operation", decision.Operation);
        writer.WriteString("risk", decision.Risk);
        if (decision.Target.Count > 0)
        {
            writer.WritePropertyName("target");
            decision.Target.WriteTo(writer);
        }
        writer.WritePropertyName("arguments");
        decision.Arguments.WriteTo(writer);
        writer.WriteString("decision", decision.IsAllowed ? Allowed : Refused);
        writer.WriteString("by", Whole(decision.By));
        if (decision.ErrorId is { } error)
            writer.WriteString("errorId", error);
    });

    /// <param name="id">The id of the decision that the call was sent by.</param>
    /// <param name="outcome">One of <see cref="AuditOutcome"/>'s names.</param>
    /// <param name="errorId">The id of the error that the user was shown; null for none.</param>
    /// <param name="duration">From the decision to the answer.</param>
    public static byte[] OfOutcome(string id, DateTime time, AuditOutcome outcome, string? errorId, TimeSpan duration) => Write(writer =>
    {
        writer.WriteString("kind", Outcome);
        writer.WriteString("id", id);
        WriteTime(writer, time);
        writer.WriteString("outcome", outcome.ToString());
        if (errorId is not null)
            writer.WriteString("errorId", errorId);
        writer.WriteNumber("durationMs", (long)duration.TotalMilliseconds);
    });

    private static void WriteTime(Utf8JsonWriter writer, DateTime time) =>
        writer.WriteString("time", time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }

    /// <summary>The text with U+FFFD for each half of a character, which could not be written.</summary>
    internal static string? Whole(string? text)
    {
        if (text is null || !text.Any(char.IsSurrogate))
            return text;
        var letters = text.ToCharArray();
        for (var i = 0; i < letters.Length; i++)
            if (char.IsHighSurrogate(letters[i]) && i + 1 < letters.Length && char.IsLowSurrogate(letters[i + 1]))
                i++;
            else if (char.IsSurrogate(letters[i]))
                letters[i] = '\uFFFD';
        return new string(letters);
    }
}

/// <summary>One decision about one call.</summary>
internal sealed record AuditDecision
{
    public string Id { get; } = Guid.NewGuid().ToString("N");

    public DateTime Time { get; } = DateTime.UtcNow;

    public string? Script { get; init; }

    public required string Connection { get; init; }

    /// <summary>Host and port of the tenant's server.</summary>
    public required string Tenant { get; init; }

    public required string Channel { get; init; }

    public required string Tool { get; init; }

    public string? Operation { get; init; }

    /// <summary>Null where the server has no such tool.</summary>
    public string? Risk { get; init; }

    /// <summary>What it acts on, as people know it; empty where nothing is known.</summary>
    public required JsonObject Target { get; init; }

    /// <summary>Without secrets: see <see cref="AuditArguments"/>.</summary>
    public required JsonObject Arguments { get; init; }

    public required bool IsAllowed { get; init; }

    /// <summary>The rule, switch or person that made it.</summary>
    public required string By { get; init; }

    /// <summary>The error that a refused call ended in.</summary>
    public string? ErrorId { get; init; }
}

/// <summary>Who runs this process, and where.</summary>
internal sealed record AuditActor(string User, string Host, int ProcessId, string ProcessName)
{
    public static AuditActor Current { get; } = Find();

    private static AuditActor Find()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var isWindows = System.Runtime.InteropServices.RuntimeInformation.IsOSPlatform(System.Runtime.InteropServices.OSPlatform.Windows);
        return new(isWindows ? $"{Environment.UserDomainName}\\{Environment.UserName}" : Environment.UserName, Environment.MachineName, process.Id, process.ProcessName);
    }
}
