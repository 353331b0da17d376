namespace IruMcp.Simulator.Tenant;

/// <summary>Deterministic numbers: the same seed, kind and index always give the same sequence (SplitMix64).</summary>
public struct Dice
{
    private ulong _state;

    public Dice(int seed, string kind, int index)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in kind)
            hash = (hash ^ c) * 1099511628211;
        _state = hash ^ ((ulong)(uint)seed << 32) ^ (uint)index;
        Next();
    }

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 up to, and not including, <paramref name="limit"/>.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>A version 4 UUID in its usual spelling.</summary>
    public string Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    public string Characters(string alphabet, int count)
    {
        Span<char> text = stackalloc char[count];
        for (int i = 0; i < count; i++)
            text[i] = alphabet[Below(alphabet.Length)];
        return new string(text);
    }
}
