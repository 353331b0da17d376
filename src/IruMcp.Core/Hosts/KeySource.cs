namespace IruMcp.Hosts;

/// <summary>How another program gets the key.</summary>
public enum KeySource
{
    /// <summary>The key stands in that program's file, readable by whoever can read the file.</summary>
    PlainText,

    /// <summary>The file names environment variables, and holds no key.</summary>
    Environment,
}
