using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace IruMcp.PowerShell;

/// <summary>Runs asynchronous work from a cmdlet: the work runs on the pool, and what it writes is written on the pipeline's thread,
/// one thing at a time, so that a slow consumer slows the work.</summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private static readonly TimeSpan LongestWaitForStop = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private BlockingCollection<Action>? _onPipelineThread;

    /// <summary>Writes to this cmdlet's streams, from any thread. (The cmdlet is no log itself: a type of Core's in its list of
    /// interfaces would load Core when the module is imported.)</summary>
    private protected IActivityLog Log => new ActivityLog(
        message => Post(() => WriteVerbose(message)),
        message => Post(() => WriteWarning(message)));

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void BeginProcessing()
    {
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
    private protected void Run(Func<CancellationToken, Task> work)
    {
        using var queue = new BlockingCollection<Action>();
        _onPipelineThread = queue;
        var task = Task.Run(() => work(_stop.Token));
        task.ContinueWith(_ => queue.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            foreach (var action in queue.GetConsumingEnumerable())
                action();
        }
        catch
        {
            // Whoever reads our output has stopped. The work must be over before the queue is gone.
            _stop.Cancel();
            Drain(queue, task);
            throw;
        }
        finally
        {
            _onPipelineThread = null;
        }

        if (task.IsCanceled || task.IsFaulted && _stop.IsCancellationRequested)
            throw new PipelineStoppedException();
        if (task.Exception is { } failure)
            ExceptionDispatchInfo.Capture(failure.InnerException!).Throw();
    }

    /// <summary>Writes on the pipeline's thread and returns when that has happened.</summary>
    private protected Task WriteAsync(Action write)
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

    private void Post(Action action)
    {
        if (_onPipelineThread is not { } queue)
        {
            action();
            return;
        }
        try
        {
            queue.Add(action);
        }
        catch (InvalidOperationException)
        {
            // The work has ended; a late message of its has no reader any more.
        }
    }

    private static void Drain(BlockingCollection<Action> queue, Task task)
    {
        var given = DateTime.UtcNow + LongestWaitForStop;
        while (!task.IsCompleted && DateTime.UtcNow < given)
            queue.TryTake(out _, 20);
        _ = task.Exception;
    }
}
