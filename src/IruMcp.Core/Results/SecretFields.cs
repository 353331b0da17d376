using IruMcp.Tools;

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

    /// <summary>What a longer name ends with that names a secret too: <c>lock_pin</c>, <c>adminPassword</c>.</summary>
    private static readonly string[] Ends =
        ["pin", "passcode", "password", "passphrase", "secret", "recovery_key", "api_key", "private_key", "bypass_code", "enrollment_code", "access_token", "refresh_token", "api_token", "bearer_token"];

    /// <summary>What such a name begins with where it only tells whether there is one, or must be.</summary>
    private static readonly HashSet<string> Questions = new(StringComparer.Ordinal)
    {
        "is", "has", "have", "needs", "require", "requires", "required", "allow", "allows", "allowed", "enable", "enabled", "force", "forces", "can", "must", "use", "uses",
        "min", "minimum", "max", "maximum",
    };

    private static readonly string[] PlainEnds = [.. Ends.Select(Plain)];

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
            || EndsLikeSecret(name, plain)
            || plain.Equals("code", StringComparison.OrdinalIgnoreCase) && parent is not null && Plain(parent).StartsWith("enrollmentcode", StringComparison.OrdinalIgnoreCase)
            || parent is not null && SecretBranches.Contains(Plain(parent));
    }

    /// <summary>An id tells which object a secret belongs to and is none itself.</summary>
    public static bool IsIdentifier(string name) =>
        name.Equals("id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_id", StringComparison.OrdinalIgnoreCase);

    /// <summary>Tells which device or person a secret belongs to; as a word to be masked everywhere it would tear texts apart.</summary>
    public static bool IsDescription(string name) =>
        IsIdentifier(name) || Descriptions.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    private static bool EndsLikeSecret(string name, string plain)
    {
        if (!PlainEnds.Any(end => plain.EndsWith(end, StringComparison.OrdinalIgnoreCase)))
            return false;
        var words = NameWords.Split(name);
        var joined = "_" + string.Join("_", words);
        return !Questions.Contains(words[0]) && Ends.Any(end => joined.EndsWith("_" + end, StringComparison.Ordinal));
    }

    private static string Plain(string name) => name.Replace("_", "").Replace("-", "");
}
