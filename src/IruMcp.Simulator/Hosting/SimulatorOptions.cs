namespace IruMcp.Simulator.Hosting;

/// <summary>How tools are named: as Iru does, or by an entirely different scheme.</summary>
public enum NamingScheme { Iru, Foreign }

/// <summary>Form of the input schemas; forms can be combined.</summary>
[Flags]
public enum SchemaForms { Flat = 0, Nested = 1, Ref = 2, Nullable = 4 }

/// <summary>What the tools' annotations say.</summary>
public enum AnnotationStyle { None, Honest, Lying }

/// <summary>Whether <c>structuredContent</c> stands beside the text, alone, or not at all.</summary>
public enum StructuredStyle { None, Beside, Only }

/// <summary>How a failure of the REST side is told.</summary>
public enum ErrorStyle { Envelope, Text }

/// <summary>What the key may do.</summary>
public enum PermissionLevel { All, ReadOnly, None }

/// <summary>Which tools a key gets to see.</summary>
public enum ToolVisibility { All, Allowed }

/// <summary>Everything the switches set. Permissions, visibility and latency can change while it runs.</summary>
public sealed class SimulatorOptions
{
    public int Port { get; set; }
    public int ControlPort { get; set; }
    public int? ParentProcessId { get; set; }
    public bool Log { get; set; }
    public int Devices { get; set; } = 250;
    public int Seed { get; set; } = 1;
    public string ApiKey { get; set; } = "sk_live:CANARY0simulator0key0never0real";
    public string Profile { get; set; } = "5f0c7f2e-51d3-4f6a-9a43-3d1c5e7f9b21";
    public string ServerName { get; set; } = "kandji-mcp";
    public string ServerVersion { get; set; } = "3.4.4";
    public NamingScheme Naming { get; set; }
    public SchemaForms Schema { get; set; }
    public bool Session { get; set; }
    public bool Json { get; set; }
    public string Protocol { get; set; } = "2025-11-25";
    public int ToolsPerPage { get; set; }
    public AnnotationStyle Annotations { get; set; }
    public StructuredStyle Structured { get; set; }
    public ErrorStyle ErrorStyle { get; set; }
    public volatile PermissionLevel Permissions;
    public volatile ToolVisibility Visibility;
    public volatile int LatencyMilliseconds;
    public volatile int CallsPerSecond;
    public volatile bool TellsLimitAsText;
}
