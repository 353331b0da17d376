#!/usr/bin/env bash
# Builds, tests and shows IruMcp:  ./build.sh [build|test|nightly|windows|demo|bench|stress|package|clean]
# Hands over to build.ps1 where a PowerShell can be had, and does by itself what needs none.
# IRUMCP_NO_POWERSHELL=1 acts as if there were none.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

task=$(printf '%s' "${1:-build}" | tr '[:upper:]' '[:lower:]')
configuration=${CONFIGURATION:-Release}
artifacts=$PWD/artifacts
tests_passed=0 tests_failed=0 tests_skipped=0

export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
export MSBUILDDISABLENODEREUSE=1

fail() { echo "build.sh: $*" >&2; exit 1; }

# Runs a command for at most so many seconds, silently and without input.
bounded() {
    local seconds=$1 process
    shift
    "$@" </dev/null >/dev/null 2>&1 &
    process=$!
    while kill -0 "$process" 2>/dev/null; do
        if [ "$seconds" -le 0 ]; then
            kill "$process" 2>/dev/null || true
            wait "$process" 2>/dev/null || true
            return 1
        fi
        seconds=$((seconds - 1))
        sleep 1
    done
    wait "$process"
}

# The PowerShell dotnet tool has no program file of its own: a small one lets tests start `pwsh` like any other.
provide_tool() {
    local home
    bounded 120 dotnet tool restore || return 1
    home=$(dotnet tool run pwsh -- -NoProfile -NonInteractive -Command '$PSHOME' </dev/null 2>/dev/null | tail -n 1) || return 1
    [ -f "$home/pwsh.dll" ] || return 1
    mkdir -p "$artifacts/tools"
    printf '#!/bin/sh\nexec dotnet "%s/pwsh.dll" "$@"\n' "$home" >"$artifacts/tools/pwsh"
    chmod +x "$artifacts/tools/pwsh"
    PATH=$artifacts/tools:$PATH
}

find_powershell() {
    [ -z "${IRUMCP_NO_POWERSHELL:-}" ] || return 1
    if command -v pwsh >/dev/null 2>&1; then
        powershell=pwsh
    elif command -v powershell.exe >/dev/null 2>&1; then
        powershell=powershell.exe
    elif provide_tool; then
        powershell=pwsh
    else
        return 1
    fi
}

dll() { printf '%s/bin/%s/%s/net10.0/%s.dll' "$artifacts" "$1" "$configuration" "$1"; }

build() {
    dotnet build IruMcp.sln -c "$configuration" -v q -nologo
    echo "Built artifacts/IruMcp."
}

# Adds what one run of a test project counted.
count_results() {
    local file=$1 exit_code=$2 filter=$3 counters total executed passed failed
    counters=$(grep -o '<Counters [^>]*>' "$file" 2>/dev/null || true)
    number() { printf '%s' "$counters" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p"; }
    total=$(number total) executed=$(number executed) passed=$(number passed)
    total=${total:-0} executed=${executed:-0} passed=${passed:-0}
    failed=$((executed - passed))
    # A run that ends badly without a failed test, or without any test and no filter, is a failure too.
    if [ "$failed" -eq 0 ] && { [ "$exit_code" -ne 0 ] || { [ "$total" -eq 0 ] && [ -z "$filter" ]; }; }; then
        failed=1
    fi
    tests_passed=$((tests_passed + passed))
    tests_failed=$((tests_failed + failed))
    tests_skipped=$((tests_skipped + total - executed))
}

run_xunit() {
    local project name exit_code
    for project in $(grep -l 'Microsoft.NET.Test.Sdk' tests/*/*.csproj); do
        name=$(basename "$project" .csproj)
        # It compares with what a PowerShell does.
        if [ "$name" = IruMcp.ValueTests ] && ! command -v pwsh >/dev/null 2>&1; then
            echo "not run: tests/$name (no PowerShell)"
            tests_skipped=$((tests_skipped + 1))
            continue
        fi
        rm -f "$artifacts/test-results/$name.trx"
        exit_code=0
        dotnet test "$(dll "$name")" --logger "trx;LogFileName=$name.trx" --results-directory "$artifacts/test-results" "$@" || exit_code=$?
        count_results "$artifacts/test-results/$name.trx" "$exit_code" "$*"
    done
}

name_pester_files() {
    local file
    for file in tests/*/*.Tests.ps1; do
        [ -e "$file" ] || continue
        echo "not run: $file (no PowerShell)"
        tests_skipped=$((tests_skipped + 1))
    done
    echo "not run: analysis of the scripts (no PowerShell)"
    tests_skipped=$((tests_skipped + 1))
}

finish_tests() {
    # A filter that fits no test must not look like success.
    [ $((tests_passed + tests_failed)) -gt 0 ] || tests_failed=1
    echo "$tests_passed passed, $tests_failed failed, $tests_skipped skipped"
    [ "$tests_failed" -eq 0 ]
}

case $task in
    build | test | nightly | windows | demo | bench | stress | package) ;;
    clean) rm -rf "$artifacts"; exit 0 ;;
    *) fail "unknown task '$task'. Tasks: build, test, nightly, windows, demo, bench, stress, package, clean." ;;
esac
command -v dotnet >/dev/null 2>&1 || fail "the .NET SDK 10 is needed, and 'dotnet' is not on PATH."

# The Windows build of PowerShell, under Wine. Further words name Pester files.
if [ "$task" = windows ]; then
    shift
    dotnet build IruMcp.sln -c "$configuration" -v q -nologo -p:PrecompiledFor=win-x64+linux-x64
    CONFIGURATION=$configuration exec tests/Windows/gate.sh "$@"
fi

if find_powershell; then
    exec "$powershell" -NoProfile -NonInteractive -File build.ps1 "$task" -Configuration "$configuration"
fi

# A package holds nothing that an earlier build left.
[ "$task" != package ] || rm -rf "$artifacts/IruMcp"
build
export IRUMCP_MODULE=$artifacts/IruMcp IRUMCP_SIMULATOR
IRUMCP_SIMULATOR=$(dll IruMcp.Simulator)
case $task in
    test) run_xunit; name_pester_files; finish_tests ;;
    nightly) IRUMCP_PROPERTY_CASES=${IRUMCP_PROPERTY_CASES:-20000} run_xunit --filter Category=Property; finish_tests ;;
    stress) IRUMCP_STRESS_ROUNDS=${IRUMCP_STRESS_ROUNDS:-25} run_xunit --filter Category=Stress; finish_tests ;;
    demo) dotnet "$(dll IruMcp.Demo)" "$IRUMCP_SIMULATOR" ;;
    bench) dotnet "$(dll IruMcp.Benchmarks)" "$IRUMCP_SIMULATOR" docs/benchmarks.md ;;
    package)
        dotnet run eng/Package.cs -- stage "$artifacts/IruMcp" "$artifacts/staging/IruMcp" CHANGELOG.md
        dotnet run eng/Package.cs -- pack "$artifacts/staging/IruMcp" "$artifacts/package" "$artifacts/obj/IruMcp.Core/project.assets.json" ;;
esac
