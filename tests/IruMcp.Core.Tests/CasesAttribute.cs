using System.Globalization;
using FsCheck.Xunit;

namespace IruMcp.Core.Tests;

/// <summary>A property with as many cases as IRUMCP_PROPERTY_CASES says, or as many as a usual run has time for. Its class has the trait
/// Category=Property, by which the nightly run finds it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CasesAttribute : PropertyAttribute
{
    /// <param name="usual">The cases of a usual run.</param>
    public CasesAttribute(int usual)
    {
        MaxTest = int.TryParse(Environment.GetEnvironmentVariable("IRUMCP_PROPERTY_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out var cases) ? cases : usual;
        QuietOnSuccess = true;
    }
}
