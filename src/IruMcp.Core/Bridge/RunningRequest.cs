namespace IruMcp.Bridge;

/// <summary>A request of the client's that is being served, and how it is called off.</summary>
internal sealed class RunningRequest(CancellationToken end)
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(end);
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CancellationToken Token => _stop.Token;

    public Task Ended => _ended.Task;

    public void Cancel()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was over just then.
        }
    }

    public void End()
    {
        _stop.Dispose();
        _ended.TrySetResult(true);
    }
}
