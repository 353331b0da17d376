namespace IruMcp.Governance;

/// <summary>What is said about the audit trail.</summary>
internal static class AuditText
{
    public const string NoFolder = "this user has no folder for it";

    public const string HowToMend =
        "Make the place writable, or have audit.path in the policy name a folder that this user can write.";

    public const string LeavePathOut = "Without -Path the trail of this user on this machine is read.";

    public static string NothingAt(string path) => $"There is no audit trail at {path}.";

    public static string NotSent(string tool, string place, string cause) =>
        $"'{tool}' was not sent, since it would not be on record: the audit trail in {place} cannot be written ({cause.Trim().TrimEnd('.')}).";

    public static string SentUnrecorded(string place, string cause) =>
        $"The audit trail in {place} cannot be written ({cause.Trim().TrimEnd('.')}). Calls that only write records or read secrets go on without; others are refused.";

    public static string OutcomeUnrecorded(string place, string cause) =>
        $"What became of a call could not be written to the audit trail in {place} ({cause.Trim().TrimEnd('.')}); it will be shown there as Unknown.";

    public static string SinkFailed(string sink, string cause) =>
        $"The audit line could not be sent to {sink} ({cause.Trim().TrimEnd('.')}). The audit file has it. This is said once.";

    public static string UnreadableLine(string path, int line) =>
        $"Line {line} of {path} is no audit line; it was passed over. A process that was killed while writing leaves such a line.";

    public static string UnreadableFile(string path, string cause) => $"{path} cannot be read ({cause.Trim().TrimEnd('.')}).";
}
