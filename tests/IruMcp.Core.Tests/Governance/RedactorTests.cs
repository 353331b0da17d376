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

    [Theory]
    [InlineData("{\"detail\":\"bad\",\"PIN\":\"CANARY\",\"x\":1}")]
    [InlineData("{\"recovery_password\" : \"CANARY with \\\"quotes\\\" CANARY\"}")]
    [InlineData("{\"text\":\"{\\\"bypass_code\\\":\\\"CANARY\\\"}\"}")]
    [InlineData("{\"unlock_pin\":\"CANARY cut off")]
    [InlineData("{\"enrollment_code\":{\"is_active\":true,\"code\":\"CANARY\"}}")]
    [InlineData("{\"enrollment_code.code\":\"CANARY\"}")]
    [InlineData("{\"lock_pin\":\"CANARY\"}")]
    [InlineData("{\"adminPassword\":\"CANARY\"}")]
    [InlineData("{\"device-passcode\":\"CANARY\"}")]
    [InlineData("{\"filevault_recovery_key\":\"CANARY\"}")]
    [InlineData("{\"signed_url\":\"https://s3.example/CANARY\"}")]
    [InlineData("pin: CANARY1")]
    [InlineData("new_password=CANARY")]
    [InlineData("the recovery key is CANARY-1234")]
    [InlineData("Passcode 'CANARY12345' was refused")]
    public void What_a_name_says_is_a_secret_is_masked(string text) => Assert.DoesNotContain("CANARY", Redactor.Clean(text));

    [Theory]
    [InlineData("key ABCD-1234-EFGH-5678-IJKL-9012 escrowed", "key **** escrowed")]
    [InlineData("code ABCDE-12345-ABCD-1234-ABCD-1234.", "code ****.")]
    [InlineData("111111-222222-333333-444444-555555-666666-777777-888888", "****")]
    [InlineData("{\"pin\":496406,\"n\":496407}", "{\"pin\":\"****\",\"n\":496407}")]
    public void What_looks_like_a_recovery_key_is_masked(string text, string clean) => Assert.Equal(clean, Redactor.Clean(text));

    [Theory]
    [InlineData("Device MAC-001 is not in lost mode.")]
    [InlineData("password: This field is required.")]
    [InlineData("PIN: must have six digits")]
    [InlineData("{\"device_id\":\"5f0c7f2e-51d3-4f6a-9a43-3d1c5e7f9b21\",\"name\":\"pin\"}")]
    [InlineData("Shopping in spin 123456")]
    [InlineData("{\"spin\":\"left\",\"requires_password\":\"yes\",\"hasPin\":1,\"min_pin\":4}")]
    public void Other_words_stay(string text) => Assert.Equal(text, Redactor.Clean(text));

    [Fact]
    public void What_an_answer_held_is_masked_later_but_not_inside_other_words()
    {
        var redactor = new Redactor();
        redactor.Remember("496406");
        redactor.Remember("long-secret-value");
        redactor.Remember("abc");
        Assert.Equal("**** (****), 1496406, 496406a, xx****yy, abc", redactor.Clean("496406 (496406), 1496406, 496406a, xxlong-secret-valueyy, abc"));
    }

    [Fact]
    public void A_line_has_no_second_line_and_nothing_that_steers_a_terminal() =>
        Assert.Equal("Bob [2J Yes ****", new Redactor(new Secret("sk_live:CANARY")).CleanLine("Bob\u001b[2J\r\n\u202eYes\u2028sk_live:CANARY"));

    [Fact]
    public void Only_the_newest_are_remembered()
    {
        var redactor = new Redactor();
        for (var i = 0; i < 1500; i++)
            redactor.Remember($"value-number-{i:D5}");
        Assert.Equal("value-number-00007 ****", redactor.Clean("value-number-00007 value-number-01400"));
    }
}
