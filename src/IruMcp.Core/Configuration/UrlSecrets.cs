using IruMcp.Governance;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Configuration;

/// <summary>Finds credentials in a URL. A URL is shown, logged, and kept by proxies, so none belongs there.</summary>
internal static class UrlSecrets
{
    private const int MostDecodings = 3;

    /// <summary>What the last word of a query parameter's name is where its value is a credential.</summary>
    private static readonly string[] CredentialWords = ["key", "apikey", "token", "auth", "authorization", "signature", "sig", "code", "credential", "profile"];

    /// <param name="url">The URL as it was given.</param>
    /// <param name="known">The key and the profile; they are found in any encoding and without their prefix.</param>
    public static bool HasSecret(Uri url, params string[] known)
    {
        var redactor = new Redactor([.. known.Select(text => new Secret(text))]);
        var text = url.OriginalString;
        for (var i = 0; i < MostDecodings; i++)
        {
            if (redactor.CleanOwn(text) != text)
                return true;
            text = Uri.UnescapeDataString(text);
        }
        return url.Query.TrimStart('?').Split('&', ';').Any(IsCredential);
    }

    private static bool IsCredential(string parameter)
    {
        var parts = parameter.Split(['='], 2);
        var name = Uri.UnescapeDataString(parts[0]);
        return parts.Length == 2 && parts[1].Length > 0
            && (SecretFields.IsSecret(name, null) || NameWords.Split(name) is { Count: > 0 } words && CredentialWords.Contains(words[words.Count - 1]));
    }
}
