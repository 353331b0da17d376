using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace IruMcp.PowerShell;

/// <summary>Runs asynchronous work from a cmdlet: the work runs on the pool, and what it writes is written on the pipeline's thread,
/// one thing at a time, so that a slow consumer slows the work. What runs on after one record hands its messages over at the next.</summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private static readonly TimeSpan LongestWaitForStop = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly BlockingCollection<Action> _forPipelineThread = new();
    private int _pipelineThread;
    private bool _isVerbose = true;

    /// <summary>Writes to this cmdlet's streams, from any thread. (The cmdlet is no log itself: a type of Core's in its list of
    /// interfaces would load Core when the module is imported.)</summary>
    private protected IActivityLog Log => new ActivityLog(
        message => Post(() => WriteVerbose(message)),
        message => Post(() => WriteWarning(message)),
        wait => Post(() => WriteProgress(Messages.WaitingForTurn(wait)))) { IsVerbose = _isVerbose };

    /// <summary>Cancelled when the pipeline is stopped, and when the cmdlet is done.</summary>
    internal CancellationToken StopToken => _stop.Token;

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void BeginProcessing()
    {
        _pipelineThread = Environment.CurrentManagedThreadId;
        _isVerbose = MyInvocation.BoundParameters.ContainsKey("Verbose")
            || SessionState.PSVariable.GetValue("VerbosePreference") is not ActionPreference.SilentlyContinue;
        if (ModuleLifetime.UnsupportedHost is { } why)
            ThrowTerminatingError(new ErrorRecord(new PlatformNotSupportedException(why), "IruMcp.UnsupportedHost", ErrorCategory.NotInstalled, null));
    }

    protected override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Ctrl+C came just as the cmdlet was done.
        }
    }

    /// <summary>Runs the work to its end while writing what it hands over.</summary>
    /// <param name="work">Runs off the pipeline's thread; it awaits each <see cref="WriteAsync"/>.</param>
    internal void Run(Func<CancellationToken, Task> work) => WaitFor(Task.Run(() => work(_stop.Token)));

    /// <summary>Waits for work that is under way while writing what it hands over.</summary>
    internal void WaitFor(Task task)
    {
        _pipelineThread = Environment.CurrentManagedThreadId;
        task.ContinueWith(_ => _forPipelineThread.Add(static () => { }), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            while (!task.IsCompleted)
                _forPipelineThread.Take()();
            WriteWhatWaits();
        }
        catch
        {
            // Whoever reads our output has stopped. The work must be over before the cmdlet is.
            _stop.Cancel();
            Drain(task);
            throw;
        }

        if (task.IsCanceled || task.IsFaulted && _stop.IsCancellationRequested)
            throw new PipelineStoppedException();
        if (task.Exception is { } failure)
            ExceptionDispatchInfo.Capture(failure.InnerException!).Throw();
    }

    /// <summary>Writes what has been handed over so far. Must be called on the pipeline's thread.</summary>
    internal void WriteWhatWaits()
    {
        while (_forPipelineThread.TryTake(out var action))
            action();
    }

    /// <summary>Writes on the pipeline's thread and returns when that has happened.</summary>
    internal Task WriteAsync(Action write)
    {
        var written = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                write();
                written.TrySetResult(true);
            }
            catch
            {
                written.TrySetCanceled();
                throw;
            }
        });
        return written.Task;
    }

    /// <summary>Has something done on the pipeline's thread, and does not wait for it.</summary>
    internal void Post(Action action)
    {
        if (Environment.CurrentManagedThreadId == _pipelineThread)
            action();
        else
            _forPipelineThread.Add(action);
    }

    private void Drain(Task task)
    {
        var given = DateTime.UtcNow + LongestWaitForStop;
        while (!task.IsCompleted && DateTime.UtcNow < given)
            _forPipelineThread.TryTake(out _, 20);
        _ = task.Exception;
    }
}
