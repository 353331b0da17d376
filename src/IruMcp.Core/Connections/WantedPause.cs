using System.Globalization;
using System.Net.Http.Headers;

namespace IruMcp.Connections;

/// <summary>How long a server wants to be left alone.</summary>
internal static class WantedPause
{
    /// <summary>Reads Retry-After (RFC 9110, 10.2.3): whole seconds or a date, and what servers write besides: fractions, and more seconds than
    /// an integer holds.</summary>
    /// <returns>Null where there is none, or nothing that can be understood.</returns>
    public static TimeSpan? Of(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (headers.RetryAfter is { Date: { } date })
            return date > now ? date - now : TimeSpan.Zero;
        if (headers.RetryAfter is { Delta: { } delta })
            return delta;
        return headers.TryGetValues("Retry-After", out var written)
            && double.TryParse(written.FirstOrDefault(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue)) : null;
    }
}
