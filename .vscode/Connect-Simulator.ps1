# Imports the built module and connects it to the simulator that the task "Start simulator" has started.
$ErrorActionPreference = 'Stop'
Import-Module ([IO.Path]::Combine((Split-Path $PSScriptRoot), 'artifacts', 'IruMcp'))
$key = ConvertTo-SecureString 'sk_live:simulated-key' -AsPlainText -Force
Connect-IruMcp -Uri http://127.0.0.1:8085/mcp-server/connector/kandji/tools -Credential ([pscredential]::new('simulated-profile', $key))
