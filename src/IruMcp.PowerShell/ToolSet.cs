namespace IruMcp.PowerShell;

/// <summary>A named set of tools that the bridge offers. Core has the same names.</summary>
public enum ToolSet
{
    /// <summary>Reads of devices, users, tags, blueprints and licences.</summary>
    Inventory,

    /// <summary>What can be done to a device.</summary>
    Actions,

    /// <summary>Threats, vulnerabilities, posture, the audit log, device secrets.</summary>
    Security,

    /// <summary>Apps, profiles, scripts and blueprints.</summary>
    Library,

    /// <summary>The Prism tables.</summary>
    Reports,

    /// <summary>Automated Device Enrollment, blueprints, routing, users, tags.</summary>
    Administration,

    /// <summary>Every tool.</summary>
    All,
}
