using System.Diagnostics;
using System.Reflection;

namespace IruMcp.Core.Tests.Stress;

/// <summary>A process that works until it is killed, at the latest when it is disposed of.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private WorkerProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it and returns when it is connected and about to send.</summary>
    public static Task<WorkerProcess> StartAsync(string kind, string folder, SimulatorProcess simulator, params string[] others) =>
        StartAsync(kind, [folder, simulator.Endpoint.ToString(), .. others], simulator);

    /// <summary>Starts it and returns when it is about to begin.</summary>
    public static Task<WorkerProcess> StartAsync(string kind, string folder) => StartAsync(kind, [folder], null);

    private static async Task<WorkerProcess> StartAsync(string kind, string[] arguments, SimulatorProcess? simulator)
    {
        string path = Environment.GetEnvironmentVariable("IRUMCP_SIMULATOR") is { } built
            ? built.Replace("IruMcp.Simulator", "IruMcp.CallWorker", StringComparison.Ordinal)
            : typeof(WorkerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "CallWorkerPath").Value!;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])[path, kind, .. arguments])
            start.ArgumentList.Add(argument);
        // Every user of the machine sees a process's arguments.
        if (simulator is not null)
        {
            start.Environment["IRU_X_API_KEY"] = simulator.ApiKey;
            start.Environment["IRU_X_MCP_PROFILE"] = simulator.Profile;
        }
        var worker = new WorkerProcess(Process.Start(start)!);
        if (await worker._process.StandardOutput.ReadLineAsync() == "ready")
            return worker;
        var reason = await worker._errors;
        worker.Dispose();
        throw new InvalidOperationException("The worker did not start: " + reason);
    }

    /// <summary>The last line that it writes; empty where it failed.</summary>
    public async Task<string> ReadReportAsync() =>
        await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The worker failed: " + await _errors);

    /// <summary>Ends it as kill -9 does: nothing of it runs any more.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }
}
