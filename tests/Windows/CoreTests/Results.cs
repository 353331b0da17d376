using Xunit;
using Xunit.Abstractions;

namespace IruMcp.WindowsCoreTests;

/// <summary>Counts what tests become, and writes the names of those that did not pass.</summary>
internal sealed class Results : LongLivedMarshalByRefObject, IMessageSink, IDisposable
{
    private readonly ManualResetEventSlim _isFinished = new();
    private int _passed;
    private int _failed;
    private int _skipped;

    public int Passed => _passed;

    public int Failed => _failed;

    public int Skipped => _skipped;

    /// <summary>What was found, until <see cref="Wait"/> returns from a discovery.</summary>
    public List<ITestCase> Found { get; } = [];

    public void Exclude(string name, string reason)
    {
        Interlocked.Increment(ref _skipped);
        Console.WriteLine($"not run: {name} ({reason})");
    }

    public void Fail(string reason)
    {
        Interlocked.Increment(ref _failed);
        Console.WriteLine("failed: " + reason);
    }

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestCaseDiscoveryMessage found:
                Found.Add(found.TestCase);
                break;
            case ITestPassed:
                Interlocked.Increment(ref _passed);
                break;
            case ITestSkipped skipped:
                Interlocked.Increment(ref _skipped);
                Console.WriteLine($"skipped: {skipped.Test.DisplayName} ({skipped.Reason})");
                break;
            // A failed test, and a failed clean-up of a class, a fixture or the assembly.
            case IFailureInformation failure:
                Interlocked.Increment(ref _failed);
                var name = (failure as ITestMessage)?.Test.DisplayName ?? failure.GetType().Name;
                Console.WriteLine($"failed: {name}\n{failure.ExceptionTypes[0]}: {failure.Messages[0]}\n{failure.StackTraces[0]}");
                break;
            case IDiscoveryCompleteMessage or ITestAssemblyFinished:
                _isFinished.Set();
                break;
        }

        return true;
    }

    public void Wait()
    {
        _isFinished.Wait();
        _isFinished.Reset();
    }

    public void Dispose() => _isFinished.Dispose();
}
