using System.Runtime.InteropServices;
using System.Text;

namespace IruMcp.Governance;

/// <summary>Reads HKEY_LOCAL_MACHINE. The framework's own class is not in netstandard2.0.</summary>
internal static class MachineRegistry
{
    private const int Success = 0;
    private const int FileNotFound = 2;
    private const int MoreData = 234;
    private const int NoMoreItems = 259;
    private const int ReadRight = 0x20019;
    private const int View64 = 0x0100;
    private const int LongestName = 16_384;
    private const int TextKind = 1;
    private const int ExpandableKind = 2;
    private const int NumberKind = 4;
    private const int ListKind = 7;

    private static readonly IntPtr LocalMachine = new(unchecked((int)0x80000002));

    public static bool IsThere { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>A text as it stands, variables not expanded; null where there is none or it cannot be read.</summary>
    public static string? ReadText(string key, string name)
    {
        try
        {
            return ReadValues(key) is { } values && values.TryGetValue(name, out var value) ? value as string : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>All values of a key, texts (lists joined by line feeds) and numbers; a value of another kind is null. Null for a key that is not there.</summary>
    /// <exception cref="IOException">The key is there and cannot be read.</exception>
    public static IReadOnlyDictionary<string, object?>? ReadValues(string key)
    {
        if (!IsThere)
            return null;
        var opened = RegOpenKeyExW(LocalMachine, key, 0, ReadRight | View64, out var handle);
        if (opened == FileNotFound)
            return null;
        Require(opened, key);
        try
        {
            var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
            for (var index = 0; Next(handle, key, index) is { } value; index++)
                values[value.Name] = value.Data;
            return values;
        }
        finally
        {
            _ = RegCloseKey(handle);
        }
    }

    private static (string Name, object? Data)? Next(IntPtr handle, string key, int index)
    {
        var data = new byte[4096];
        while (true)
        {
            var name = new StringBuilder(LongestName);
            var nameLength = LongestName;
            var length = data.Length;
            var result = RegEnumValueW(handle, index, name, ref nameLength, IntPtr.Zero, out var kind, data, ref length);
            if (result == NoMoreItems)
                return null;
            if (result == MoreData)
            {
                data = new byte[Math.Max(length, data.Length * 2)];
                continue;
            }
            Require(result, key);
            return (name.ToString(), Decode(kind, data, length));
        }
    }

    private static object? Decode(int kind, byte[] data, int length) => kind switch
    {
        TextKind or ExpandableKind => Encoding.Unicode.GetString(data, 0, length).TrimEnd('\0'),
        ListKind => Encoding.Unicode.GetString(data, 0, length).TrimEnd('\0').Replace('\0', '\n'),
        NumberKind when length == sizeof(int) => BitConverter.ToInt32(data, 0),
        _ => null,
    };

    private static void Require(int result, string key)
    {
        if (result != Success)
            throw new IOException(PolicyText.RegistryError(key, result));
    }

    [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
    private static extern int RegOpenKeyExW(IntPtr key, string name, int options, int rights, out IntPtr opened);

    [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
    private static extern int RegEnumValueW(
        IntPtr key, int index, StringBuilder name, ref int nameLength, IntPtr reserved, out int kind, byte[] data, ref int dataLength);

    [DllImport("advapi32.dll", ExactSpelling = true)]
    private static extern int RegCloseKey(IntPtr key);
}
