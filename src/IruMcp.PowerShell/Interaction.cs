using System.Management.Automation.Host;

namespace IruMcp.PowerShell;

/// <summary>Tells whether there is anybody who could answer a question.</summary>
internal static class Interaction
{
    /// <summary>The shortest abbreviation of -NonInteractive that PowerShell takes.</summary>
    private const int ShortestSwitch = 4;

    private const string NonInteractiveSwitch = "noninteractive";

    private const string RemoteHost = "ServerRemoteHost";

    /// <summary>How Start-Job starts the PowerShell of a job. A question there waits until somebody receives the job.</summary>
    private static readonly string[] ServerSwitches = ["-s", "-servermode"];

    /// <summary>Null where somebody may answer; else why nobody can, as the end of a sentence.</summary>
    public static string? WhyNobodyCanAnswer(PSHost? host)
    {
        if (host?.UI?.RawUI is null || host.Name == "Default Host")
            return "this runspace has no host to ask";
        if (!Environment.UserInteractive)
            return "this process has no user";
        if (host.Name == RemoteHost && IsBackgroundJob())
            return "a background job has nobody to ask";
        if (host.Name != "ConsoleHost")
            return null;
        if (WasStartedNonInteractive())
            return "PowerShell was started with -NonInteractive";
        return IsInputRedirected() ? "the input is redirected" : null;
    }

    private static bool IsBackgroundJob() =>
        Environment.GetCommandLineArgs().Any(argument => ServerSwitches.Contains(argument, StringComparer.OrdinalIgnoreCase));

    private static bool IsInputRedirected()
    {
        try
        {
            return Console.IsInputRedirected;
        }
        catch (Exception unreadable) when (unreadable is System.IO.IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return true;
        }
    }

    private static bool WasStartedNonInteractive() => Environment.GetCommandLineArgs().Skip(1).Any(argument =>
    {
        var name = argument.TrimStart('-', '/', '\u2013', '\u2014', '\u2015');
        return name.Length != argument.Length && name.Length >= ShortestSwitch
            && NonInteractiveSwitch.StartsWith(name, StringComparison.OrdinalIgnoreCase);
    });
}
