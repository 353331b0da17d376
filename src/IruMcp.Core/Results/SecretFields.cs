namespace IruMcp.Results;

/// <summary>Which members of an answer hold a secret, wherever they turn up.</summary>
internal static class SecretFields
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "pin", "unlockpin", "recoverypassword", "recoverykey", "recoverylockpassword", "firmwarepassword", "userbasedalbc", "devicebasedalbc",
        "bypasscode", "activationlockbypasscode", "filevaultkey", "personalrecoverykey", "institutionalrecoverykey",
        "passcode", "password", "newpassword", "removalpasscode", "removalpassword", "enrollmentcode", "signedurl", "fileurl", "posturl",
        "apikey", "secret", "clientsecret", "accesstoken", "refreshtoken", "privatekey",
    };

    private static readonly HashSet<string> SecretBranches = new(StringComparer.OrdinalIgnoreCase) { "postdata" };

    /// <param name="name">The member's name.</param>
    /// <param name="parent">The name of the member that holds the object; null at the top.</param>
    public static bool IsSecret(string name, string? parent)
    {
        var plain = Plain(name);
        return Names.Contains(plain)
            || plain.Equals("code", StringComparison.OrdinalIgnoreCase) && parent is not null && Plain(parent).StartsWith("enrollmentcode", StringComparison.OrdinalIgnoreCase)
            || parent is not null && SecretBranches.Contains(Plain(parent));
    }

    /// <summary>An id tells which object a secret belongs to and is none itself.</summary>
    public static bool IsIdentifier(string name) =>
        name.Equals("id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_id", StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => name.Replace("_", "").Replace("-", "");
}
