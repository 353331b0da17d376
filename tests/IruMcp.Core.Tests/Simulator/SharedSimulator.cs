namespace IruMcp.Core.Tests.Simulator;

/// <summary>One simulator for all tests of a class.</summary>
public sealed class SharedSimulator : IAsyncLifetime
{
    internal SimulatorProcess Process { get; private set; } = null!;

    public async Task InitializeAsync() => Process = await SimulatorProcess.StartAsync();

    public async Task DisposeAsync() => await Process.DisposeAsync();
}
