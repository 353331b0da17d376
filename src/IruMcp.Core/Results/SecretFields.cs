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

    private static readonly string[] Descriptions =
        ["name", "serial_number", "model", "platform", "status", "type", "version", "email", "date", "_at", "time"];

    private static readonly HashSet<string> SecretBranches = new(StringComparer.OrdinalIgnoreCase) { "postdata" };

    /// <param name="name">The member's name.</param>
    /// <param name="parent">The name of the member that holds the object; null at the top.</param>
    public static bool IsSecret(string name, string? parent)
    {
        // A form has no levels: "enrollment_code.code".
        var dot = name.LastIndexOf('.');
        if (dot > 0 && dot < name.Length - 1)
            return IsSecret(name.Substring(dot + 1), name.Substring(0, dot));
        var plain = Plain(name);
        return Names.Contains(plain)
            || plain.Equals("code", StringComparison.OrdinalIgnoreCase) && parent is not null && Plain(parent).StartsWith("enrollmentcode", StringComparison.OrdinalIgnoreCase)
            || parent is not null && SecretBranches.Contains(Plain(parent));
    }

    /// <summary>An id tells which object a secret belongs to and is none itself.</summary>
    public static bool IsIdentifier(string name) =>
        name.Equals("id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_id", StringComparison.OrdinalIgnoreCase);

    /// <summary>Tells which device or person a secret belongs to; as a word to be masked everywhere it would tear texts apart.</summary>
    public static bool IsDescription(string name) =>
        IsIdentifier(name) || Descriptions.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    private static string Plain(string name) => name.Replace("_", "").Replace("-", "");
}
