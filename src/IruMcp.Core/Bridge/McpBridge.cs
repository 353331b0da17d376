namespace IruMcp.Bridge;

/// <summary>An MCP server on a pair of streams that forwards to Iru's. It answers <c>initialize</c> before it has read a key or opened a
/// connection, and stays when it cannot have either: each call tries again and says what is wrong.</summary>
public sealed class McpBridge
{
    /// <summary>Calls that are under way when the input ends may still come to their end: scripts close it at once.</summary>
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(2);

    private readonly BridgeOptions _options;
    private readonly BridgeLog _log;

    /// <param name="options">What to serve.</param>
    /// <param name="error">Takes the log, without secrets.</param>
    /// <param name="isVerbose">True logs each step as well.</param>
    public McpBridge(BridgeOptions options, TextWriter error, bool isVerbose)
    {
        _options = options;
        _log = new BridgeLog(error, isVerbose);
    }

    /// <summary>Serves one client until its input ends, its process ends, or the token is cancelled.</summary>
    /// <param name="input">What the client sends: one JSON-RPC message a line, UTF-8.</param>
    /// <param name="output">What it gets, in the same form. Nothing else may write to it.</param>
    public async Task RunAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var session = new BridgeSession(_options, _log, output, end.Token);
        var inputEnded = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A thread of its own: a read of standard input cannot be cancelled, and must not keep the process alive.
        new Thread(() =>
        {
            Read(input, session);
            inputEnded.TrySetResult(true);
        })
        { IsBackground = true, Name = BridgeText.ServerName }.Start();

        var gone = Task.WhenAny(ParentWatch.WaitForEndAsync(end.Token), session.ClientGone, Task.Delay(Timeout.Infinite, end.Token));
        if (await Task.WhenAny(inputEnded.Task, gone).ConfigureAwait(false) == inputEnded.Task)
        {
            session.EndOfInput();
            await Task.WhenAny(session.RequestsEnded, gone, Task.Delay(LongestDrain, end.Token)).ConfigureAwait(false);
        }
        end.Cancel();
        await Task.WhenAny(session.RequestsEnded, Task.Delay(LongestGoodbye, CancellationToken.None)).ConfigureAwait(false);
    }

    private void Read(Stream input, BridgeSession session)
    {
        var lines = new LineReader(input);
        try
        {
            while (lines.Read() is { } line)
                session.Take(line);
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            _log.Verbose(broken.Message);
        }
    }
}
