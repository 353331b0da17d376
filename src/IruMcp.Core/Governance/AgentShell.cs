namespace IruMcp.Governance;

/// <summary>Tells whether an AI agent drives this process. An agent can hide that, so what follows from it is a courtesy and no protection.</summary>
internal static class AgentShell
{
    /// <summary>Says it where no agent does; no value takes it back.</summary>
    public const string OwnVariable = "IRUMCP_CHANNEL";

    /// <summary>What agents set in the shells that they start.</summary>
    public static readonly IReadOnlyList<string> KnownVariables =
    [
        "AI_AGENT", "ANTIGRAVITY_AGENT", "AUGMENT_AGENT", "CLAUDECODE", "CLAUDE_CODE", "CLINE_ACTIVE", "CODEX_SANDBOX", "CODEX_SANDBOX_NETWORK_DISABLED",
        "CODEX_THREAD_ID", "COPILOT_CLI", "CURSOR_AGENT", "GEMINI_CLI", "GOOSE_TERMINAL", "OPENCODE", "OPENCODE_CLIENT",
    ];

    /// <summary>The variable that tells of an agent; null where none does.</summary>
    /// <param name="read">The value of an environment variable.</param>
    public static string? Sign(Func<string, string?> read) =>
        string.Equals(read(OwnVariable)?.Trim(), nameof(Channel.Agent), StringComparison.OrdinalIgnoreCase) ? OwnVariable
            : KnownVariables.FirstOrDefault(name => read(name)?.Trim() is { Length: > 0 } value && value != "0" && !value.Equals("false", StringComparison.OrdinalIgnoreCase));
}
