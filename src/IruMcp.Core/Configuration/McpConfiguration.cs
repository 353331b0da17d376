using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IruMcp.Configuration;

/// <summary>What Iru shows once for an MCP-enabled token: where the server is and the two header values that it expects.</summary>
/// <param name="Url">The MCP endpoint; https, or http on loopback.</param>
/// <param name="ApiKey">The <c>X-API-Key</c> value, prefix included.</param>
/// <param name="Profile">The <c>X-MCP-Profile</c> value.</param>
public sealed record McpConfiguration(Uri Url, Secret ApiKey, string Profile)
{
    private const string ReplacedKey = "replaced";

    /// <summary>What was odd but not wrong; not part of the configuration's identity.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What was corrected while reading, such as a line break after the key.</summary>
    public IReadOnlyList<string> Repairs { get; init; } = [];

    /// <summary>What this configuration has replaced in some client's file, and not yet everywhere; not part of its identity.</summary>
    public IReadOnlyList<ReplacedCredential> Replaced { get; init; } = [];

    /// <summary>This configuration in the place of another one, of which it keeps what is needed to know it again.</summary>
    public McpConfiguration After(McpConfiguration former) => former is null
        ? throw new ArgumentNullException(nameof(former))
        : this with { Replaced = Equals(former) ? former.Replaced : [ReplacedCredential.Of(former), .. former.Replaced.Where(older => older.KeyFingerprint != ReplacedCredential.Of(this).KeyFingerprint)] };

    /// <summary>The configuration as compact JSON, <c>{"url":..,"apiKey":..,"profile":..}</c>: the content of a vault's secret.
    /// It holds the key. <c>replaced</c> follows only while an update of clients is not finished.</summary>
    public string ToSecretJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("url", Url.AbsoluteUri);
            writer.WriteString("apiKey", ApiKey.Reveal());
            writer.WriteString("profile", Profile);
            WriteReplaced(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Reads what <see cref="ToSecretJson"/> wrote; the other documented forms are read as well, so that a secret
    /// stored by hand works.</summary>
    /// <exception cref="IruException">The text is no configuration.</exception>
    public static McpConfiguration FromSecretJson(string json)
    {
        var configuration = ConfigurationReader.Read(json);
        return json.IndexOf(ReplacedKey, StringComparison.Ordinal) < 0 ? configuration : configuration with { Replaced = ReadReplaced(json) };
    }

    private void WriteReplaced(Utf8JsonWriter writer)
    {
        if (Replaced.Count == 0)
            return;

        writer.WriteStartArray(ReplacedKey);
        foreach (var former in Replaced)
        {
            writer.WriteStartObject();
            writer.WriteString("url", former.Url);
            writer.WriteString("key", former.KeyFingerprint);
            writer.WriteString("profile", former.ProfileFingerprint);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static List<ReplacedCredential> ReadReplaced(string json)
    {
        try
        {
            var root = JsonSyntax.Parse(json.Trim('\uFEFF'));
            return [.. (root.Find(ReplacedKey)?.Items ?? []).Select(item => new ReplacedCredential(
                item.FindText("url") ?? string.Empty, item.FindText("key") ?? string.Empty, item.FindText("profile") ?? string.Empty))];
        }
        catch (SyntaxException)
        {
            // A configuration written by hand in another form has none.
            return [];
        }
    }

    public bool Equals(McpConfiguration? other) =>
        other is not null && Url.Equals(other.Url) && ApiKey.Equals(other.ApiKey)
        && string.Equals(Profile, other.Profile, StringComparison.Ordinal);

    public override int GetHashCode() => ApiKey.GetHashCode() ^ Url.GetHashCode();

    /// <summary>For people: at most the last four characters of the key and of the profile id.</summary>
    public override string ToString() => $"{Url} (key {ApiKey}, profile {new Secret(Profile)})";
}
