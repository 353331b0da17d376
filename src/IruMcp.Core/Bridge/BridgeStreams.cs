using System.Runtime.InteropServices;
using System.Text;

namespace IruMcp.Bridge;

/// <summary>The standard streams of a process that speaks a protocol over them.</summary>
public static class BridgeStreams
{
    private const int StandardInput = 0;
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    /// <summary>True where a person's terminal, and no client, is at the other end.</summary>
    public static bool IsTerminal
    {
        get
        {
            try
            {
                return !Console.IsInputRedirected;
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    /// <summary>Takes the raw streams away from everybody else: whatever is written to standard output from now on, by this process or by
    /// one that it starts, goes to standard error, and nobody else reads a byte of the input.</summary>
    public static (Stream Input, Stream Output, TextWriter Error) Take()
    {
        var input = Console.OpenStandardInput();
        var output = Console.OpenStandardOutput();
        var error = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
        var shared = TextWriter.Synchronized(error);
        Console.SetOut(shared);
        Console.SetIn(TextReader.Null);
        try
        {
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
                RedirectOnWindows();
            else
                RedirectOnUnix();
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            // What .NET writes is turned aside in any case.
        }
        return (input, output, shared);
    }

    /// <summary>.NET has duplicated both descriptors, so that these can go elsewhere.</summary>
    private static void RedirectOnUnix()
    {
        dup2(StandardError, StandardOutput);
        var nothing = open("/dev/null", 0);
        if (nothing < 0)
            return;
        dup2(nothing, StandardInput);
        close(nothing);
    }

    /// <summary>The streams keep the handles that they have; programs that are started get the new ones.</summary>
    private static void RedirectOnWindows()
    {
        const int InputHandle = -10;
        const int OutputHandle = -11;
        const int ErrorHandle = -12;
        SetStdHandle(OutputHandle, GetStdHandle(ErrorHandle));
        var nothing = CreateFile("NUL", unchecked((int)0x80000000), 3, IntPtr.Zero, 3, 0, IntPtr.Zero);
        if (nothing != new IntPtr(-1))
            SetStdHandle(InputHandle, nothing);
    }

    [DllImport("libc")]
    private static extern int dup2(int from, int to);

    [DllImport("libc")]
    private static extern int open([MarshalAs(UnmanagedType.LPStr)] string path, int flags);

    [DllImport("libc")]
    private static extern int close(int descriptor);

    [DllImport("kernel32.dll")]
    private static extern IntPtr GetStdHandle(int which);

    [DllImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetStdHandle(int which, IntPtr handle);

    [DllImport("kernel32.dll", CharSet = CharSet.Unicode)]
    private static extern IntPtr CreateFile(string name, int access, int share, IntPtr security, int creation, int flags, IntPtr template);
}
