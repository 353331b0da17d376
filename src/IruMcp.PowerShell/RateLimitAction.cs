namespace IruMcp.PowerShell;

/// <summary>What to do when the limit on requests is reached.</summary>
public enum RateLimitAction
{
    /// <summary>Wait for as long as it takes, up to two minutes at once.</summary>
    Wait,

    /// <summary>Give the error IruMcp.RateLimited in place of a wait of about a second or longer.</summary>
    Stop,
}
