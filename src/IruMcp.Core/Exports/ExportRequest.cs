using System.Security.Cryptography;
using System.Text;
using IruMcp.Connections;
using IruMcp.Tools;

namespace IruMcp.Exports;

/// <summary>What is to be written where.</summary>
public sealed record ExportRequest
{
    /// <summary>The file that is there when the export has finished; its ending says the format.</summary>
    public required string Path { get; init; }

    /// <summary>The members to write, inner ones by their path (<c>user.email</c>); empty for all.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <summary>True writes secrets as text, false a mask in their place.</summary>
    public bool RevealsSecrets { get; init; }

    /// <summary>True goes on with an unfinished export of the same request, if there is one.</summary>
    public bool Resumes { get; init; }

    /// <summary>True replaces a file of that name, and throws away an unfinished export.</summary>
    public bool Replaces { get; init; }

    internal bool IsCsv => Path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    internal string UnfinishedPath => Path + ".unfinished";

    internal string CheckpointPath => Path + ".checkpoint";

    /// <summary>The same text for the same rows of the same server, so that no export is gone on with for another one's rows. The
    /// arguments are in it as a hash only.</summary>
    internal string Fingerprint(IruConnection connection, ToolCall call)
    {
        var text = string.Join("\n", [connection.Uri.AbsoluteUri, call.Tool.Name, call.Arguments.Json.ToJsonString(), RevealsSecrets ? "revealed" : "masked", .. Properties]);
        using var sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(text))).Replace("-", "").ToLowerInvariant();
    }
}
