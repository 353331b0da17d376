$ErrorActionPreference = 'Stop'
Import-Module $env:IRUMCP_MODULE_MANIFEST
