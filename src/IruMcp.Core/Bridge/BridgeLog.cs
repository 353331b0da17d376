using IruMcp.Governance;

namespace IruMcp.Bridge;

/// <summary>Writes the bridge's log to standard error, which clients keep in files: without secrets.</summary>
internal sealed class BridgeLog(TextWriter error, bool isVerbose) : IActivityLog
{
    private const int LongestLine = 2000;

    private readonly Redactor _anySecret = new();

    /// <summary>Masks what the connection knows to be secret; until there is one, what looks like a secret.</summary>
    public Func<string, string>? Redact { get; set; }

    public bool IsVerbose => isVerbose;

    public void Verbose(string message)
    {
        if (isVerbose)
            Write("", message);
    }

    public void Warning(string message) => Write("warning: ", message);

    public void Waiting(TimeSpan time)
    {
        if (time > TimeSpan.Zero)
            Verbose(BridgeText.Waiting(time));
    }

    private void Write(string kind, string message)
    {
        try
        {
            var text = _anySecret.CleanStart(Redact?.Invoke(message) ?? message, LongestLine)!.Replace('\n', ' ').Replace('\r', ' ');
            error.WriteLine($"{BridgeText.ServerName}: {kind}{text}");
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // Nobody reads the log, which is no reason to stop.
        }
    }
}
