namespace IruMcp.Help;

/// <summary>The script of a cell. It must run in Windows PowerShell 5.1 and in a constrained language, must not mind a property that is
/// not there, also where the user's strict mode is on, and runs for each of ten thousand rows.</summary>
internal static class ViewScript
{
    /// <summary>Not ('' -eq $v): an object in a list is compared as an empty text.</summary>
    private const string IsEmpty = "$null -eq $v -or ($v -is [string] -and $v -eq '')";

    private static readonly Dictionary<string, string> Scripts = new()
    {
        [""] = "$v",
        ["age"] = ByModule("Age"),
        ["bytes"] = ByModule("Bytes"),
        ["count"] = "if ($null -eq $v) { 0 } else { @($v).Count }",
        ["minute"] = "'{0:yyyy-MM-dd HH:mm}' -f $v",
        ["second"] = "'{0:yyyy-MM-dd HH:mm:ss}' -f $v",
        ["join"] = "$v -join ', '",
        ["names"] = "@(foreach ($item in $v) { $item.name }) -join ', '",
        ["user"] = "if ($v -is [string] -or $null -eq $v) { $v } elseif ($v.email) { $v.email } else { $v.name }",
        ["command"] = "switch ($v) { 1 { 'pending' } 2 { 'running' } 3 { 'completed' } 4 { 'failed' } 5 { 'not now' } default { $v } }",
        ["runs"] = "$item = $_; @(foreach ($name in 'mac', 'iphone', 'ipad', 'tv', 'vision', 'ipod', 'watch') { if ($item.\"runs_on_$name\") { $name } }) -join ', '",
        ["statuses"] = "'{0}: {1}' -f @($v).Count, (@(foreach ($group in $v | Group-Object status) { '{0} {1}' -f $group.Count, $group.Name }) -join ', ')",
    };

    public static IReadOnlyCollection<string> Kinds => Scripts.Keys;

    /// <summary>A method of the module: a long script in each of a hundred columns is slow to import. A constrained language may not call it
    /// where the module is not trusted, and shows the value as it is.</summary>
    private static string ByModule(string method) => $"try {{ [IruMcp.PowerShell.ViewText]::{method}($v) }} catch {{ $v }}";

    /// <summary>Null where the property can be shown as it is.</summary>
    public static string? Of(ViewColumn column) => column is { Kind: "", Paths: [var only] } && !only.Contains('.')
        ? null
        : Value(column) + "\n" + Scripts[column.Kind];

    /// <summary>True where there is something to show.</summary>
    public static string HasValue(ViewColumn column) =>
        "Set-StrictMode -Off\n" + string.Concat(column.Instead.Select(path => $"$v = $_.{path}\nif (-not ({IsEmpty})) {{ return $false }}\n"))
        + $"$v = $_.{column.Paths[0]}\n-not ({IsEmpty})";

    private static string Value(ViewColumn column) =>
        string.Join('\n', column.Paths.Select((path, index) => index == 0
            ? $"Set-StrictMode -Off\n$v = $_.{path}"
            : $"if ({IsEmpty}) {{ $v = $_.{path} }}"));
}
