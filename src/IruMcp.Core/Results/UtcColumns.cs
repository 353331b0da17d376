using IruMcp.Tools;

namespace IruMcp.Results;

/// <summary>The documented columns whose points in time are in UTC although their text names no time zone.</summary>
internal static class UtcColumns
{
    /// <param name="operation">The operation that answers; null for one that is not documented, of whose columns nothing is known.</param>
    /// <param name="column">The name of the member, at any depth.</param>
    public static bool Contains(Operation? operation, string column) => operation switch
    {
        { Category: "Threats" or "Vulnerabilities" } => EndsWith(column, "_date") || EndsWith(column, "_at") || column.StartsWith("date_of_", StringComparison.Ordinal),
        { ResultType: "Iru.DeviceDetail" } => column == "filevault_next_rotation",
        _ => false,
    };

    private static bool EndsWith(string column, string ending) => column.EndsWith(ending, StringComparison.Ordinal);
}
