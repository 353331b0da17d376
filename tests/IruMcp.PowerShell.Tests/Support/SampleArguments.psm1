# Makes up arguments for a tool from what Get-IruTool says that it takes.

$changes = 'asset_tag', 'name', 'active', 'enrollment_code'

function Get-SampleValue {
    param($Parameter, [hashtable] $Known)

    if ($Known.ContainsKey($Parameter.Name)) { return $Known[$Parameter.Name] }
    if ($Parameter.AllowedValues.Count -gt 0) { return $Parameter.AllowedValues[0] }
    switch ("$($Parameter.Kind)") {
        'Integer' { return [Math]::Max(1, [decimal] $(if ($null -ne $Parameter.Minimum) { $Parameter.Minimum } else { 1 })) }
        'Number' { return 1.5 }
        'Boolean' { return $true }
        'Object' { return @{ code = 'sample'; is_active = $false } }
    }
    switch ("$($Parameter.Format)") {
        'uuid' { return [guid]::NewGuid().ToString() }
        'date' { return '2026-01-31' }
        'date-time' { return '2026-01-31T10:00:00Z' }
        'email' { return 'somebody@example.com' }
        'uri' { return 'https://example.com/file' }
    }
    if ($Parameter.Name -like '*id') { return [guid]::NewGuid().ToString() }
    'sample'
}

function Get-SampleArgument {
    <#
    .SYNOPSIS
    The required arguments of a tool, each with a value that the schema allows; of an update one change as well.
    #>
    param([Parameter(Mandatory)] $Tool, [hashtable] $Known = @{})

    $arguments = @{}
    $change = if ($Tool.Operation.Method -eq 'PATCH') { $Tool.Parameters | Where-Object { -not $_.IsRequired -and $_.Name -in $changes } | Select-Object -First 1 }
    foreach ($parameter in @($Tool.Parameters | Where-Object IsRequired) + $change | Where-Object { $_ }) {
        $value = Get-SampleValue $parameter $Known
        $arguments[$parameter.Name] = if ($parameter.IsArray) { , @($value) } else { $value }
    }
    $arguments
}

Export-ModuleMember -Function Get-SampleArgument
