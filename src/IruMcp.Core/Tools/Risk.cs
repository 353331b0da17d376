namespace IruMcp.Tools;

/// <summary>What a call of a tool can do, from harmless to worst.</summary>
public enum Risk
{
    /// <summary>Changes nothing and reveals no secret.</summary>
    Read,

    /// <summary>Changes nothing, but reveals a secret such as a recovery key or a PIN.</summary>
    Sensitive,

    /// <summary>Changes records.</summary>
    Write,

    /// <summary>Changes what a device does, or what many devices get.</summary>
    Disruptive,

    /// <summary>Erases, deletes, locks or takes away.</summary>
    Destructive,
}
