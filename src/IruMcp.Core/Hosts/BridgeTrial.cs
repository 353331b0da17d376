using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace IruMcp.Hosts;

/// <summary>Starts the PowerShell of a bridge as a client would, to see whether it finds the module and can read the vault: without a
/// profile, without a person, and with the few environment variables that clients hand on.</summary>
public static class BridgeTrial
{
    private const string Marker = "irumcp-trial: ";
    private const string FoundByName = Marker + "by name";
    private const string Read = Marker + "read";
    private const string Failed = Marker + "failed ";
    private const int LongestReason = 400;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    // What the MCP SDKs' clients hand to a server; PATHEXT and ComSpec besides, without which Windows starts no script.
    private static readonly string[] HandedOn =
    [
        "HOME", "LOGNAME", "PATH", "SHELL", "TERM", "USER", "APPDATA", "HOMEDRIVE", "HOMEPATH", "LOCALAPPDATA", "PROCESSOR_ARCHITECTURE",
        "SYSTEMDRIVE", "SYSTEMROOT", "TEMP", "TMP", "USERNAME", "USERPROFILE", "PROGRAMFILES", "PATHEXT", "COMSPEC",
    ];

    /// <summary>Makes the trial.</summary>
    /// <param name="request">The bridge; its <see cref="BridgeRequest.ModulePath"/> is what is loaded where the module is not found by its name.</param>
    /// <param name="moduleVersion">The least version of the module that will do.</param>
    /// <param name="cancellationToken">Ends the trial and its process.</param>
    /// <returns>The request, with a path of the module only where that is needed.</returns>
    /// <exception cref="IruException"><c>IruMcp.BridgeNotPossible</c>.</exception>
    public static async Task<BridgeRequest> RunAsync(BridgeRequest request, Version moduleVersion, CancellationToken cancellationToken = default)
    {
        if (request is null)
            throw new ArgumentNullException(nameof(request));

        using var process = new Process { StartInfo = StartInfo(request, moduleVersion), EnableRaisingEvents = true };
        var hasEnded = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => hasEnded.TrySetResult(true);
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            throw HostText.BridgeNotPossible($"{request.Program} could not be started ({error.Message})");
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Longest);
        using var registration = timeout.Token.Register(() => hasEnded.TrySetCanceled());
        process.StandardInput.Dispose();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await hasEnded.Task.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            cancellationToken.ThrowIfCancellationRequested();
            throw HostText.BridgeNotPossible($"it did not come to an end within {Longest.TotalSeconds} seconds");
        }

        return Judge(request, process.ExitCode, await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
    }

    /// <summary>Reads what the trial wrote. A trial that dies writes its reason, if any, to standard error; its own markers are none.</summary>
    internal static BridgeRequest Judge(BridgeRequest request, int exitCode, string output, string errors)
    {
        var lines = LinesOf(output);
        if (lines.Contains(Read))
            return lines.Contains(FoundByName) ? request with { ModulePath = null } : request;

        if (lines.Exists(line => line.StartsWith(Failed + "IruMcp.ConfigNotFound", StringComparison.Ordinal)))
            throw HostText.NotSaved(request.ConfigurationName, request.Vault);

        var reason = lines.Find(line => line.StartsWith(Failed, StringComparison.Ordinal))?.Substring(Failed.Length)
            ?? LinesOf(errors).Concat(lines).FirstOrDefault(line => !line.StartsWith(Marker, StringComparison.Ordinal))
            ?? $"it ended with exit code {exitCode} and no message";
        throw HostText.BridgeNotPossible(new Governance.Redactor().CleanStart(reason, LongestReason)!.TrimEnd('.'));
    }

    private static List<string> LinesOf(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static ProcessStartInfo StartInfo(BridgeRequest request, Version moduleVersion)
    {
        var bridge = BridgeCommand.Of(request);
        var script = new StringBuilder("$ProgressPreference = 'SilentlyContinue'; try { ")
            .Append("$found = @(Get-Module -ListAvailable -Name IruMcp | Where-Object Version -GE ([version]'").Append(moduleVersion).Append("')).Count -gt 0; ")
            .Append("if ($found) { Import-Module IruMcp -ErrorAction Stop; '").Append(FoundByName).Append("' } else { Import-Module ")
            .Append(BridgeCommand.Literal(request.ModulePath ?? "IruMcp")).Append(" -ErrorAction Stop }; ")
            .Append("$null = Get-IruMcpConfig -Name ").Append(BridgeCommand.Literal(request.ConfigurationName))
            .Append(request.Vault is { Length: > 0 } vault ? " -Vault " + BridgeCommand.Literal(vault) : string.Empty)
            .Append(" -ErrorAction Stop; '").Append(Read).Append("' } catch { '").Append(Failed)
            .Append("' + $_.FullyQualifiedErrorId.Split(',')[0] + ': ' + ($_.Exception.Message -replace '\\s+', ' '); exit 1 }");

        var start = new ProcessStartInfo(request.Program)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The script has single quotation marks only.
            Arguments = string.Join(" ", bridge.Arguments.TakeWhile(argument => argument != "-Command")) + " -Command \"" + script + "\"",
        };
        foreach (var name in start.Environment.Keys.ToList())
        {
            if (!HandedOn.Contains(name, StringComparer.OrdinalIgnoreCase))
                start.Environment.Remove(name);
        }

        return start;
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // It has just ended by itself.
        }
    }
}
