using System.Management.Automation;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.PowerShell;

/// <summary>Sends calls, several at once where that is wanted, and writes results and errors in the order of the input. One object for one
/// pipeline; everything but the requests themselves happens on the pipeline's thread.</summary>
/// <remarks>The first call is alone until it has been answered and written, so that <c>Select-Object -First 1</c> causes one request.
/// A call that waits for its turn has read its first page and no more, which bounds the memory.</remarks>
/// <param name="cmdlet">The cmdlet that the pipeline runs.</param>
/// <param name="throttleLimit">How many calls may be under way at once.</param>
/// <param name="open">Makes the call ready; its pages are asked for when they are read.</param>
/// <param name="write">Writes a page; what it is given it calls when the last item is being written.</param>
/// <param name="fail">Writes a failure and the object that it is about.</param>
internal sealed class CallQueue(
    AsyncCmdlet cmdlet, int throttleLimit, Func<ToolCall, ResultReader> open, Action<ResultPage, Action> write, Action<IruException, object?> fail)
{
    /// <summary>Answers that wait for a slow one before them must not hold up the calls behind it; up to this many times the limit.</summary>
    private const int WaitingPerCall = 4;

    private readonly Queue<Entry> _entries = new();
    private bool _hasWritten;

    private int LimitNow => _hasWritten ? throttleLimit : 1;

    /// <summary>Sends a call; returns when the next one may come.</summary>
    /// <param name="call">An approved call.</param>
    /// <param name="target">What to name in an error.</param>
    public void Add(ToolCall call, object? target)
    {
        try
        {
            var reader = open(call);
            Enqueue(new Entry(reader, target, reader.ReadPageAsync(cmdlet.StopToken)));
        }
        catch (IruException failure)
        {
            AddFailure(failure, target);
        }
    }

    /// <summary>Puts a failure at its place among the results.</summary>
    public void AddFailure(IruException failure, object? target) => Enqueue(new Entry(null, target, Task.FromException<ResultPage?>(failure)));

    /// <summary>Writes all that is not yet written.</summary>
    public void Complete()
    {
        while (_entries.Count > 0)
            WriteFirst();
    }

    private void Enqueue(Entry entry)
    {
        _entries.Enqueue(entry);
        while (_entries.Count > 0 && (_entries.Peek().Page.IsCompleted || _entries.Count >= LimitNow * WaitingPerCall))
            WriteFirst();
        while (_entries.Count(one => !one.Page.IsCompleted) >= LimitNow)
            if (LimitNow == 1 || _entries.Peek().Page.IsCompleted)
                WriteFirst();
            // The last of them may have come meanwhile, and there is no first of none.
            else if (_entries.Select(one => one.Page).Where(page => !page.IsCompleted).ToList() is { Count: > 0 } underWay)
                cmdlet.WaitFor(Task.WhenAny(underWay));
    }

    private void WriteFirst()
    {
        var entry = _entries.Peek();
        try
        {
            while (Await(entry.Page) is { } page)
            {
                write(page, () => entry.Reader!.StartNextPage(cmdlet.StopToken));
                entry.Page = entry.Reader!.ReadPageAsync(cmdlet.StopToken);
            }
        }
        catch (IruException failure)
        {
            fail(failure, entry.Target);
        }
        _hasWritten |= entry.Reader is not null;
        _entries.Dequeue();
    }

    private ResultPage? Await(Task<ResultPage?> page)
    {
        if (!page.IsCompleted)
            cmdlet.WaitFor(Task.WhenAny(page));
        cmdlet.WriteWhatWaits();
        return page.IsCanceled ? throw new PipelineStoppedException() : page.GetAwaiter().GetResult();
    }

    private sealed class Entry(ResultReader? reader, object? target, Task<ResultPage?> page)
    {
        public ResultReader? Reader => reader;

        public object? Target => target;

        /// <summary>The page that is read at the moment; null comes after the last.</summary>
        public Task<ResultPage?> Page { get; set; } = page;
    }
}
