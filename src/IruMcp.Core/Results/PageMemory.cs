using System.Buffers;

namespace IruMcp.Results;

/// <summary>The memory that answers stand in while they are read. Pages under way hand it on to the next ones; when none is, a collection takes all
/// of it, where the framework's shared pool would keep some for each thread that ever read a page.</summary>
internal static class PageMemory
{
    private const int LongestKept = 2 * 1024 * 1024;

    /// <summary>Four pages at once, each in its own length and in the next one.</summary>
    private const int MostKept = 8;

    private static readonly WeakReference<ArrayPool<byte>?> Kept = new(null);

    /// <summary>To be held for as long as an array of its is in use.</summary>
    public static ArrayPool<byte> Pool
    {
        get
        {
            lock (Kept)
            {
                if (!Kept.TryGetTarget(out var pool))
                    Kept.SetTarget(pool = ArrayPool<byte>.Create(LongestKept, MostKept));
                return pool!;
            }
        }
    }
}
