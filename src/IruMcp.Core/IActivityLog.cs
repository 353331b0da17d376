namespace IruMcp;

/// <summary>Where Core tells the story of a call. Implementations may be called from any thread.</summary>
public interface IActivityLog
{
    /// <summary>One step, for those who asked for details. Never holds a key.</summary>
    void Verbose(string message);

    /// <summary>Something the user should know although the call goes on.</summary>
    void Warning(string message);
}
