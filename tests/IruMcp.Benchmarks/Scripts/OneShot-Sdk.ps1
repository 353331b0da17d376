$ErrorActionPreference = 'Stop'
$libraries = Join-Path (Split-Path $env:IRUMCP_MODULE_MANIFEST) 'lib'
$precompiled = Get-ChildItem -Path "$libraries/net10.0/*/*.dll" -Exclude IruMcp* | Where-Object { $_.Directory.Name -eq [Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier }
$files = @(Get-ChildItem -Path "$libraries/net8.0/*.dll" -Exclude (@('IruMcp*', 'System.*') + @($precompiled).Name)) + @($precompiled)
foreach ($file in $files) { $null = [Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyPath($file.FullName) }
$null = [Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyPath($env:IRUMCP_BENCHMARKS)
$devices = [IruMcp.Benchmarks.SdkAlone]::ReadDevices($env:IRU_MCP_URL, $env:IRU_X_API_KEY, $env:IRU_X_MCP_PROFILE)
if ($devices -ne 300) { throw "$devices devices" }
