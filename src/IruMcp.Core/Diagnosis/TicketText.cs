using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IruMcp.Governance;

namespace IruMcp.Diagnosis;

/// <summary>The checks as a text for a ticket: nothing in it may be a secret or say who somebody is.</summary>
internal static class TicketText
{
    private static readonly Regex Address = new(@"[\w.+-]+@[\w-]+(\.[\w-]+)+", RegexOptions.CultureInvariant);

    public static string Of(IReadOnlyList<DiagnosisCheck> checks, Secret?[] secrets)
    {
        var text = new StringBuilder()
            .AppendLine(string.Format(CultureInfo.InvariantCulture, "IruMcp connection test, {0:yyyy-MM-dd HH:mm} UTC", DateTime.UtcNow));
        foreach (var check in checks)
        {
            text.AppendLine(FormattableString.Invariant($"[{check.Result,-7}] {check.Check}: {check.Detail}{(check.ErrorId is { } id ? $" ({id})" : "")}"));
            if (check.Fix is { } fix)
                text.Append("          Fix: ").AppendLine(fix);
        }
        return Clean(text.ToString().TrimEnd(), secrets);
    }

    private static string Clean(string text, Secret?[] secrets)
    {
        text = new Redactor(secrets).Clean(text)!;
        var home = Hosts.HostEnvironment.Current.Home;
        if (home.Length > 3)
            text = text.Replace(home, "~");
        // Part of a path, or of DOMAIN\user; a bare word may mean something else.
        if (Environment.UserName is { Length: > 0 } user)
            text = Regex.Replace(text, $@"(?<=[\\/]){Regex.Escape(user)}(?=[\\/\s'"".,;:)]|$)", "<user>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        return Address.Replace(text, "<address>");
    }
}
