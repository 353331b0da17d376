namespace IruMcp;

/// <summary>Where Core tells the story of a call. Implementations may be called from any thread.</summary>
public interface IActivityLog
{
    /// <summary>False where nobody asked for details, so that none need be worked out.</summary>
    bool IsVerbose { get; }

    /// <summary>One step, for those who asked for details. Never holds a key.</summary>
    void Verbose(string message);

    /// <summary>Something the user should know although the call goes on.</summary>
    void Warning(string message);

    /// <summary>A request waits for its turn, for a time that a person notices.</summary>
    /// <param name="time">For how long; zero when the wait is over.</param>
    void Waiting(TimeSpan time);
}
