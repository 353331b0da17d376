#!/usr/bin/env bash
# Starts the Windows build of PowerShell under Wine, once gate.sh has set it up:  pwsh.sh -NoProfile -Command '...'
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$project/tests/Windows/wine.sh"
find_wine || { echo "$wine_missing" >&2; exit 3; }
in_wine wine 'C:\Program Files\PowerShell\7\pwsh.exe' "$@"
