namespace IruMcp.LoadTests;

/// <summary>A test that needs the .NET 8 runtime pack; skipped with the reason where it cannot be had.</summary>
internal sealed class NeedsNet8FactAttribute : FactAttribute
{
    /// <param name="alsoNeeded">Projects whose packages it needs besides.</param>
    public NeedsNet8FactAttribute(params string[] alsoNeeded) => Skip = HostProject.WhyNotRestored([LoadHost.Net8, .. alsoNeeded]);
}

/// <summary>A test that needs the .NET Framework, or mono in its place; skipped with the reason where there is neither.</summary>
internal sealed class NeedsFrameworkFactAttribute : FactAttribute
{
    /// <param name="alsoNeeded">Projects whose packages it needs besides.</param>
    public NeedsFrameworkFactAttribute(params string[] alsoNeeded) =>
        Skip = LoadHost.FrameworkRuntime is null ? "mono is not installed" : HostProject.WhyNotRestored([LoadHost.Framework, .. alsoNeeded]);
}
