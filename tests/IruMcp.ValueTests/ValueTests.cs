using System.Globalization;
using FsCheck.Xunit;

namespace IruMcp.ValueTests;

/// <summary>A property with as many cases as IRUMCP_PROPERTY_CASES says, or 1,000.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CasesAttribute : PropertyAttribute
{
    public CasesAttribute()
    {
        MaxTest = int.TryParse(Environment.GetEnvironmentVariable("IRUMCP_PROPERTY_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out var cases) ? cases : 1000;
        Arbitrary = [typeof(Generators)];
        QuietOnSuccess = true;
    }
}

public sealed class ValueTests(PowerShellWorker shell) : IClassFixture<PowerShellWorker>
{
    /// <summary>Every value means the same through every door, in every culture and time zone: the same JSON arrives, or the same refusal.</summary>
    [Cases]
    public async Task What_is_given_is_what_is_sent(Case one)
    {
        var expected = Oracle.Of(one);
        var actual = await shell.CallAsync(one);
        Assert.True(expected == actual, $"{one}\n  expected {expected.Text}\n  actual   {actual.Text}");
    }
}
