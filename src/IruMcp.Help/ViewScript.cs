namespace IruMcp.Help;

/// <summary>The script of a cell. It must run in Windows PowerShell 5.1 and in a constrained language, must not mind a property that is
/// not there, also where the user's strict mode is on, and runs for each of ten thousand rows.</summary>
internal static class ViewScript
{
    /// <summary>Not ('' -eq $v): an object in a list is compared as an empty text.</summary>
    private const string IsEmpty = "$null -eq $v -or ($v -is [string] -and $v -eq '')";

    private const string Age = """
        if ($v -isnot [datetime]) { if ("$v" -match '^\d{4}-\d\d-\d\d') { $Matches[0] } else { $v } }
        else {
          $age = [datetime]::Now - $v
          $minutes = $age.TotalMinutes
          $ahead = $minutes -lt 0
          if ($ahead) { $minutes = -$minutes }
          if ($minutes -lt 1) { 'now' }
          else {
            $text = if ($minutes -lt 60) { '{0:%m} min' -f $age } elseif ($minutes -lt 1440) { '{0:%h} h' -f $age } else { '{0:%d} d' -f $age }
            if ($ahead) { 'in ' + $text } else { $text + ' ago' }
          }
        }
        """;

    private const string Bytes = """
        if ($v -is [string] -or $null -eq $v) { $v }
        elseif ($v -ge 1e12) { '{0:n1} TB' -f ($v / 1e12) }
        elseif ($v -ge 1e9) { '{0:n1} GB' -f ($v / 1e9) }
        elseif ($v -ge 1e6) { '{0:n1} MB' -f ($v / 1e6) }
        else { '{0:n0} KB' -f ($v / 1e3) }
        """;

    private static readonly Dictionary<string, string> Scripts = new()
    {
        [""] = "$v",
        ["age"] = Age,
        ["bytes"] = Bytes,
        ["join"] = "$v -join ', '",
        ["names"] = "@(foreach ($item in $v) { $item.name }) -join ', '",
        ["user"] = "if ($v -is [string] -or $null -eq $v) { $v } elseif ($v.email) { $v.email } else { $v.name }",
        ["command"] = "switch ($v) { 1 { 'pending' } 2 { 'running' } 3 { 'completed' } 4 { 'failed' } 5 { 'not now' } default { $v } }",
        ["runs"] = "$item = $_; @(foreach ($name in 'mac', 'iphone', 'ipad', 'tv', 'vision', 'ipod', 'watch') { if ($item.\"runs_on_$name\") { $name } }) -join ', '",
        ["statuses"] = "'{0}: {1}' -f @($v).Count, (@(foreach ($group in $v | Group-Object status) { '{0} {1}' -f $group.Count, $group.Name }) -join ', ')",
    };

    public static IReadOnlyCollection<string> Kinds => Scripts.Keys;

    /// <summary>Null where the property can be shown as it is.</summary>
    public static string? Of(ViewColumn column) => column is { Kind: "", Paths: [var only] } && !only.Contains('.')
        ? null
        : Value(column) + "\n" + Scripts[column.Kind];

    /// <summary>True where there is something to show.</summary>
    public static string HasValue(ViewColumn column) => Value(column) + "\n-not (" + IsEmpty + ")";

    private static string Value(ViewColumn column) =>
        string.Join('\n', column.Paths.Select((path, index) => index == 0
            ? $"Set-StrictMode -Off\n$v = $_.{path}"
            : $"if ({IsEmpty}) {{ $v = $_.{path} }}"));
}
