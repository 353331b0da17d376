using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using IruMcp.Core.Tests;

namespace IruMcp.ValueTests;

/// <summary>A PowerShell with the built module, connected to a simulator for each form of schema, that makes calls when it is told to.</summary>
public sealed class PowerShellWorker : IAsyncLifetime
{
    private readonly Dictionary<string, SimulatorProcess> _simulators = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("irumcp-values-");
    private Process? _shell;

    public async Task InitializeAsync()
    {
        foreach (var (name, forms) in Catalogue.Servers)
            _simulators[name] = await SimulatorProcess.StartAsync("--schema", forms);
        var servers = _simulators.Select(server => new
        {
            Name = server.Key, Uri = server.Value.Endpoint, Key = server.Value.ApiKey, server.Value.Profile, Tools = Catalogue.Tools,
        });
        var start = new ProcessStartInfo("pwsh") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])["-NoProfile", "-NonInteractive", "-File", Path.Combine(AppContext.BaseDirectory, "Worker.ps1"), ModulePath, _folder.FullName, JsonSerializer.Serialize(servers)])
            start.ArgumentList.Add(argument);
        foreach (var variable in (string[])["XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "APPDATA"])
            start.Environment[variable] = Path.Combine(_folder.FullName, variable);
        _shell = Process.Start(start)!;
        string? line;
        while ((line = await _shell.StandardOutput.ReadLineAsync()) != "ready")
            if (line is null || _shell.HasExited)
                throw new InvalidOperationException("PowerShell did not start.");
    }

    /// <summary>Makes one call; gives what arrived at the server for its argument, or the ids of the errors.</summary>
    public async Task<Outcome> CallAsync(Case one)
    {
        var simulator = _simulators[one.Server];
        await simulator.ClearLogAsync();
        await _shell!.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { one.Server, one.Culture, one.Zone, one.Script }));
        var answer = await _shell.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("PowerShell has ended.");
        var calls = await simulator.GetCallsAsync(one.Argument.Tool);
        if (calls.Count > 0)
            return Outcome.OfSent(calls[0].Arguments is { } arguments ? Catalogue.Find(arguments, one.Argument.Name) : null);
        var errors = JsonElement.Parse(answer).GetProperty("Errors").EnumerateArray().Select(id => id.GetString() ?? "").ToList();
        return errors is ["IruMcp.InvalidArgument"] ? Outcome.Refused : new Outcome("neither sent nor refused: " + string.Join(", ", errors));
    }

    public async Task DisposeAsync()
    {
        if (_shell is { HasExited: false })
            _shell.Kill();
        _shell?.Dispose();
        foreach (var simulator in _simulators.Values)
            await simulator.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string ModulePath => Environment.GetEnvironmentVariable("IRUMCP_MODULE") is { } folder ? Path.Combine(folder, "IruMcp.psd1")
        : typeof(PowerShellWorker).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "ModulePath").Value!;
}
