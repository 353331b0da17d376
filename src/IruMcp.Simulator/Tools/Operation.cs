namespace IruMcp.Simulator.Tools;

/// <summary>One documented request of the REST API.</summary>
/// <param name="Key">Method and path without <c>/api/v1</c> and closing slash: <c>GET /devices/{device_id}</c>.</param>
/// <param name="BodyFields">Dotted for nested fields.</param>
public sealed record Operation(
    string Key, string Category, string Title, string Method, string Path,
    IReadOnlyList<string> PathFields, IReadOnlyList<string> QueryFields, IReadOnlyList<string> BodyFields, string Risk)
{
    public bool IsRead => Method == "GET" || Risk == "read-like";
}

/// <summary>The documented requests, without the two uploads that go to a file store and never through this server.</summary>
public static class OperationTable
{
    public static IReadOnlyList<Operation> All { get; } = [.. TableReader.Rows("Operations.tsv").Where(r => r[3].StartsWith('/')).Select(Read)];

    private static Operation Read(string[] row)
    {
        string path = row[3].StartsWith("/api/v1", StringComparison.Ordinal) ? row[3]["/api/v1".Length..] : row[3];
        path = path.TrimEnd('/');
        string[] pathFields = [.. path.Split('/').Where(p => p.StartsWith('{')).Select(p => p.Trim('{', '}'))];
        string key = $"{row[2]} {path}";
        return new Operation(key, row[0], row[1], row[2], path, pathFields, Split(row[4]), BodyFieldsOf(key, Split(row[6])), row[7]);
    }

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);

    // The table flattens two nested objects and leaves out two fields that are documented in prose only.
    private static string[] BodyFieldsOf(string key, string[] listed) => key switch
    {
        "PATCH /blueprint-routing" => ["enrollment_code.is_active", "enrollment_code.code"],
        "POST /devices/{device_id}/action/erase" =>
            ["PIN", "PreserveDataPlan", "DisallowProximitySetup", "ReturnToService.Enabled", "ReturnToService.ProfileId", "erase_mode", "erase_flags"],
        _ => listed,
    };
}
