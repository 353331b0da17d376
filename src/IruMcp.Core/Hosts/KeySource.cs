namespace IruMcp.Hosts;

/// <summary>How another program gets the key.</summary>
public enum KeySource
{
    /// <summary>The key stands in that program's file, readable by whoever can read the file.</summary>
    PlainText,

    /// <summary>The file names environment variables, and holds no key.</summary>
    Environment,

    /// <summary>The program asks its user once and keeps the answer itself; the file holds no key.</summary>
    Prompt,

    /// <summary>The program starts this module's bridge, which reads the vault; the file holds neither key nor address.</summary>
    Bridge,
}
