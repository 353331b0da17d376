#!/usr/bin/env bash
# Runs the Pester tests of the built module, and tests of Core, on the Windows build of PowerShell under Wine.
# Called by `./build.sh windows`, after the build:  gate.sh [Name of a Pester file without .Tests.ps1 ...]
# Exit code 0: all passed. 1: not. 3: Wine cannot be had here; the last line still has the counts.
# IRUMCP_WINDOWS_CACHE: the folder for Wine and Windows' files, about 2.5 GB; kept between runs.
set -euo pipefail
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
configuration=${CONFIGURATION:-Release}
results=$project/artifacts/test-results
wine_log=$results/windows-setup.log
mkdir -p "$results"
. "$project/tests/Windows/wine.sh"

not_here() {
    echo "not run: the tests on the Windows build ($1)"
    echo "0 passed, 0 failed, 1 skipped"
    exit 3
}

make_prefix() {
    [ -f "$wine_prefix/ready" ] && return
    rm -rf "$wine_prefix"
    mkdir -p "$wine_prefix"
    in_wine sh -c 'wineboot --init && wineserver --wait' >>"$wine_log" 2>&1
    [ -d "$wine_prefix/drive_c/windows" ] && touch "$wine_prefix/ready"
}

# Each run begins with a user and a machine that have never seen the module.
forget_earlier_runs() {
    rm -rf "$wine_prefix"/drive_c/users/*/AppData/{Local,Roaming}/IruMcp "$wine_prefix"/drive_c/users/*/AppData/Local/{Temp,Microsoft/PowerShell}/* \
        "$wine_prefix/drive_c/ProgramData/IruMcp"
}

# The modules that the tests use, where this machine's PowerShell has them.
copy_modules() {
    local target="$wine_prefix/drive_c/Program Files/PowerShell/Modules" name folder
    mkdir -p "$target"
    for name in Pester Microsoft.PowerShell.SecretManagement Microsoft.PowerShell.SecretStore PSScriptAnalyzer; do
        for folder in "$project/artifacts/modules" "$HOME/.local/share/powershell/Modules" /usr/local/share/powershell/Modules; do
            [ -d "$folder/$name" ] || continue
            rm -rf "${target:?}/$name"
            cp -r "$folder/$name" "$target/"
            break
        done
    done
}

find_wine || not_here "$wine_missing"
make_prefix || not_here "Wine does not start; see $wine_log"
forget_earlier_runs
dotnet build "$project/tests/Windows/Host" -c "$configuration" -v q -nologo -p:Drive="$wine_prefix/drive_c" >>"$wine_log" 2>&1 ||
    not_here "the Windows builds of .NET and PowerShell could not be restored from NuGet; see $wine_log"
dotnet build "$project/tests/Windows/CoreTests" -c "$configuration" -v q -nologo
copy_modules

# Without a console pwsh.exe ends at once, with exit code 0 and nothing done. So it gets a terminal, and what counts is the file that it writes.
counts=$results/windows.json
log=$results/windows.log
rm -f "$counts" "$log"
command=$(printf '%q ' "$project/tests/Windows/pwsh.sh" -NoProfile -NonInteractive -ExecutionPolicy Bypass \
    -File "Z:$project/tests/Windows/Start-Gate.ps1" -Configuration "$configuration" -Name "$*")
exit_code=0
# In the foreground: who stops this script by its process group stops the tests too.
timeout --foreground --kill-after=10 "${IRUMCP_WINDOWS_SECONDS:-1800}" script -qefc "$command" /dev/null </dev/null >"$results/windows-terminal.log" 2>&1 || exit_code=$?
[ ! -f "$log" ] || cat "$log"
if [ ! -f "$counts" ]; then
    echo "The Windows PowerShell ended (exit code $exit_code) without having counted its tests; see $results/windows-terminal.log."
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
fi
number() { sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p" "$counts"; }
passed=$(number Passed) failed=$(number Failed) skipped=$(number Skipped)
if [ "${passed:-0}" -eq 0 ]; then failed=$((${failed:-0} + 1)); fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
