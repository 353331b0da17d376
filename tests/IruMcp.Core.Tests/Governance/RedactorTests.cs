using IruMcp.Governance;

namespace IruMcp.Core.Tests.Governance;

public sealed class RedactorTests
{
    private static readonly Redactor Redactor = new(new Secret("sk_live:CANARY-0123456789"), new Secret("CANARY-profile"));

    [Theory]
    [InlineData("the key sk_live:CANARY-0123456789 was refused")]
    [InlineData("only its tail CANARY-0123456789 is quoted")]
    [InlineData("escaped sk_live%3ACANARY-0123456789")]
    [InlineData("profile CANARY-profile unknown")]
    [InlineData("X-API-Key: CANARY-other-value")]
    [InlineData("{\"X-MCP-Profile\":\"CANARY-else\"}")]
    [InlineData("Authorization: Bearer CANARYCANARYCANARY")]
    [InlineData("another sk_live:CANARY-unknown")]
    [InlineData("https://s3.example/x?X-Amz-Signature=CANARY&b=1")]
    public void No_secret_passes(string text) => Assert.DoesNotContain("CANARY", Redactor.Clean(text));

    [Fact]
    public void Other_words_stay() => Assert.Equal("Device MAC-001 is not in lost mode.", Redactor.Clean("Device MAC-001 is not in lost mode."));
}
