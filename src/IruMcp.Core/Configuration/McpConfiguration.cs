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
    /// <summary>What was odd but not wrong; not part of the configuration's identity.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The configuration as compact JSON, <c>{"url":..,"apiKey":..,"profile":..}</c>: the content of a vault's secret.
    /// It holds the key.</summary>
    public string ToSecretJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("url", Url.AbsoluteUri);
            writer.WriteString("apiKey", ApiKey.Reveal());
            writer.WriteString("profile", Profile);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Reads what <see cref="ToSecretJson"/> wrote; the other documented forms are read as well, so that a secret
    /// stored by hand works.</summary>
    /// <exception cref="IruException">The text is no configuration.</exception>
    public static McpConfiguration FromSecretJson(string json) => ConfigurationReader.Read(json);

    public bool Equals(McpConfiguration? other) =>
        other is not null && Url.Equals(other.Url) && ApiKey.Equals(other.ApiKey)
        && string.Equals(Profile, other.Profile, StringComparison.Ordinal);

    public override int GetHashCode() => ApiKey.GetHashCode() ^ Url.GetHashCode();

    /// <summary>For people: at most the last four characters of the key and of the profile id.</summary>
    public override string ToString() => $"{Url} (key {ApiKey}, profile {new Secret(Profile)})";
}
