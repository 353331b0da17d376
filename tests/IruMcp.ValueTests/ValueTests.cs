using IruMcp.Core.Tests;

namespace IruMcp.ValueTests;

[Trait("Category", "Property")]
public sealed class ValueTests(PowerShellWorker shell) : IClassFixture<PowerShellWorker>
{
    /// <summary>Every value means the same through every door, in every culture and time zone: the same JSON arrives, or the same refusal.</summary>
    [Cases(1000, Arbitrary = [typeof(Generators)])]
    public async Task What_is_given_is_what_is_sent(Case one)
    {
        var expected = Oracle.Of(one);
        var actual = await shell.CallAsync(one);
        Assert.True(expected == actual, $"{one}\n  expected {expected.Text}\n  actual   {actual.Text}");
    }
}
