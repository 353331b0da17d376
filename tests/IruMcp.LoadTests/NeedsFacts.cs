namespace IruMcp.LoadTests;

/// <summary>A test that needs the .NET 8 runtime pack; skipped with the reason where it cannot be had.</summary>
internal sealed class NeedsNet8FactAttribute : FactAttribute
{
    public NeedsNet8FactAttribute() => Skip = HostProject.Of(LoadHost.Net8).WhyNotRestored();
}

/// <summary>A test that needs the .NET Framework, or mono in its place; skipped with the reason where there is neither.</summary>
internal sealed class NeedsFrameworkFactAttribute : FactAttribute
{
    public NeedsFrameworkFactAttribute() =>
        Skip = LoadHost.FrameworkRuntime is null ? "mono is not installed" : HostProject.Of(LoadHost.Framework).WhyNotRestored();
}
