namespace IruMcp;

/// <summary>An activity log made of two functions, for callers that must not implement a type of this assembly's.</summary>
/// <param name="verbose">Takes the steps; may be called from any thread.</param>
/// <param name="warning">Takes the warnings; may be called from any thread.</param>
/// <param name="waiting">Takes the waits, and zero at the end of each; may be called from any thread. Null where nobody wants to know.</param>
public sealed class ActivityLog(Action<string> verbose, Action<string> warning, Action<TimeSpan>? waiting = null) : IActivityLog
{
    public bool IsVerbose { get; init; } = true;

    public void Verbose(string message)
    {
        if (IsVerbose)
            verbose(message);
    }

    public void Warning(string message) => warning(message);

    public void Waiting(TimeSpan time) => waiting?.Invoke(time);
}
