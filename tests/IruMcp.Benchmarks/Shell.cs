using System.Diagnostics;
using System.Globalization;

namespace IruMcp.Benchmarks;

/// <summary>Runs PowerShell and other programs against a simulator.</summary>
internal sealed class Shell(SimulatorProcess simulator, string module)
{
    /// <summary>The milliseconds from start to end of a script of this folder in a fresh PowerShell.</summary>
    public Task<double> TimeAsync(string script) => TimeAsync("pwsh", PowerShellArguments(script, []));

    /// <summary>The milliseconds from start to end of a program.</summary>
    /// <exception cref="InvalidOperationException">It failed: then its time is worth nothing.</exception>
    public async Task<double> TimeAsync(string program, IReadOnlyList<string> arguments)
    {
        var clock = Stopwatch.StartNew();
        _ = await RunAsync(program, arguments);
        return clock.Elapsed.TotalMilliseconds;
    }

    /// <summary>The lines that a script of this folder writes.</summary>
    public Task<IReadOnlyList<string>> LinesAsync(string script, params string[] arguments) => RunAsync("pwsh", PowerShellArguments(script, arguments));

    /// <summary>Adds the measurements that a script prints, each line of the form <c>what|unit|way|value value ...</c>.</summary>
    public async Task AddAsync(Report report, string script, params string[] arguments)
    {
        var lines = (await LinesAsync(script, arguments)).Select(line => line.Split('|')).ToList();
        if (lines.Any(line => line.Length != 4))
            throw new InvalidOperationException($"{script} wrote something else: {string.Join(Environment.NewLine, lines.Select(line => string.Join("|", line)))}");
        foreach (var what in lines.GroupBy(line => (What: line[0], Unit: line[1])))
            report.Add(what.Key.What, what.Key.Unit, [.. what.Select(line => new Samples(
                line[2], [.. line[3].Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture))]))]);
    }

    private static List<string> PowerShellArguments(string script, IReadOnlyList<string> arguments) =>
        ["-NoProfile", "-NonInteractive", "-File", Path.Combine(AppContext.BaseDirectory, "Scripts", script), .. arguments];

    private async Task<IReadOnlyList<string>> RunAsync(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardInput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["IRUMCP_MODULE_MANIFEST"] = Path.Combine(module, "IruMcp.psd1");
        start.Environment["IRUMCP_BENCHMARKS"] = typeof(Shell).Assembly.Location;
        start.Environment["PSModulePath"] = Path.GetDirectoryName(module.TrimEnd('/', '\\')) + Path.PathSeparator + Environment.GetEnvironmentVariable("PSModulePath");
        start.Environment["IRU_MCP_URL"] = simulator.RawEndpoint.AbsoluteUri;
        start.Environment["IRU_X_API_KEY"] = simulator.ApiKey;
        start.Environment["IRU_X_MCP_PROFILE"] = simulator.Profile;
        start.Environment["IRU_CONTROL"] = simulator.Control.AbsoluteUri;
        // What the first run of a job has learned of the server, the next ones know.
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(Path.GetDirectoryName(module.TrimEnd('/', '\\'))!, "benchmarks-cache");
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0 || program == "pwsh" && (await errors).Length > 0)
            throw new InvalidOperationException($"{program} {string.Join(" ", arguments)}: {output}{await errors}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
