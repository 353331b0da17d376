using IruMcp.Connections;

namespace IruMcp.Core.Tests.Connections;

/// <summary>How many of a server's requests are answered.</summary>
public sealed class ServerRequestLimitTests
{
    private TimeSpan _now = TimeSpan.FromHours(1);

    [Fact]
    public void After_a_burst_there_are_so_many_a_second()
    {
        var limit = new ServerRequestLimit(() => _now);
        Assert.Equal(ServerRequestLimit.Burst, Taken(limit));
        _now += TimeSpan.FromSeconds(1);
        Assert.Equal(ServerRequestLimit.PerSecond, Taken(limit));
        _now += TimeSpan.FromMilliseconds(100);
        Assert.Equal(0, Taken(limit));
        _now += TimeSpan.FromHours(1);
        Assert.Equal(ServerRequestLimit.Burst, Taken(limit));
    }

    private static int Taken(ServerRequestLimit limit) => Enumerable.Range(0, 1000).Count(_ => limit.TryTake());
}
