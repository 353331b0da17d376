namespace IruMcp.Hosts;

/// <summary>For whom a file counts.</summary>
public enum HostScope
{
    /// <summary>For the user, wherever the program runs.</summary>
    User,

    /// <summary>For one project folder; such a file is often shared through source control.</summary>
    Project,
}
