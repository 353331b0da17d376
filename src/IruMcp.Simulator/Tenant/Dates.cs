using System.Globalization;

namespace IruMcp.Simulator.Tenant;

/// <summary>The three spellings of a time that the API mixes.</summary>
public static class Dates
{
    /// <summary>The day the simulated fleet was last seen; fixed, so that a seed always gives the same fleet.</summary>
    public static readonly DateTime FleetTime = new(2026, 8, 1, 12, 0, 0, DateTimeKind.Utc);

    public static string Iso(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public static string Spaced(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);

    public static string WithoutZone(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    public static string Now() => Iso(DateTime.UtcNow);
}
