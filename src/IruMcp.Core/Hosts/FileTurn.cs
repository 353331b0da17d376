using System.Security.Cryptography;
using System.Text;

namespace IruMcp.Hosts;

/// <summary>The right to replace a file, which one process of the module's at a time has: between looking whether a file is as it was read and
/// replacing it, another one's change would be lost. Taken and given back on one thread.</summary>
internal sealed class FileTurn : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly Mutex? _mutex;

    private FileTurn(Mutex? mutex) => _mutex = mutex;

    /// <summary>Waits for the turn. Where the system has no such thing to give, or another process is stuck with it, goes on without.</summary>
    public static FileTurn Take(string path)
    {
        Mutex? mutex = null;
        try
        {
            mutex = new Mutex(false, @"Global\IruMcp-" + Hash(path));
            if (mutex.WaitOne(LongestWait))
                return new FileTurn(mutex);
        }
        catch (AbandonedMutexException)
        {
            // Whoever had it was killed; it is ours now.
            return new FileTurn(mutex);
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException or PlatformNotSupportedException or WaitHandleCannotBeOpenedException)
        {
        }
        mutex?.Dispose();
        return new FileTurn(null);
    }

    public void Dispose()
    {
        _mutex?.ReleaseMutex();
        _mutex?.Dispose();
    }

    private static string Hash(string path)
    {
        using var hash = SHA256.Create();
        return BitConverter.ToString(hash.ComputeHash(Encoding.UTF8.GetBytes(Path.GetFullPath(path).ToUpperInvariant())), 0, 16).Replace("-", "");
    }
}
