namespace IruMcp;

/// <summary>An activity log made of two functions, for callers that must not implement a type of this assembly's.</summary>
/// <param name="verbose">Takes the steps; may be called from any thread.</param>
/// <param name="warning">Takes the warnings; may be called from any thread.</param>
public sealed class ActivityLog(Action<string> verbose, Action<string> warning) : IActivityLog
{
    public void Verbose(string message) => verbose(message);

    public void Warning(string message) => warning(message);
}
