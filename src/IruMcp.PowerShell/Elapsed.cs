namespace IruMcp.PowerShell;

/// <summary>Time between points in time. Local times differ by an hour too much or too little where a change of clocks is between them.</summary>
internal static class Elapsed
{
    public static TimeSpan Since(DateTime time) => DateTime.UtcNow - time.ToUniversalTime();
}
