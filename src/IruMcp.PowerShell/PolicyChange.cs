using System.Collections;
using IruMcp.Governance;
using IruMcp.Tools;

namespace IruMcp.PowerShell;

/// <summary>Makes Core's rules of what was given as parameters.</summary>
internal static class PolicyChange
{
    public static PolicyScope ScopeOf(string name) => Parse<PolicyScope>(name);

    public static Channel ChannelOf(string name) => Parse<Channel>(name);

    public static PolicyAction ActionOf(string name) => Parse<PolicyAction>(name);

    public static Risk[] RisksOf(string[]? names) => names is null ? [] : [.. names.Select(Parse<Risk>)];

    /// <summary>Values by name; each value may be a list.</summary>
    public static Dictionary<string, IReadOnlyList<string>> ArgumentsOf(IDictionary? given)
    {
        var arguments = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        if (given is not null)
            foreach (DictionaryEntry entry in given)
                arguments[entry.Key.ToString()!] = [.. Values(GivenValue.Of(entry.Value))];
        return arguments;
    }

    public static IruException Broken(PolicyProblem problem) => PolicyText.BrokenPolicy(problem);

    public const string NoRules = "No such rule is in force: the risk of a tool decides. Get-IruMcpPolicy -File shows where rules would stand.";

    public static string ReadOnlyWarning(PolicySource source) => Messages.PolicyIsReadOnly(source.Path);

    private static IEnumerable<string> Values(object? value) => value switch
    {
        null => [],
        NumberLiteral literal => [literal.Text],
        object?[] items => items.SelectMany(Values),
        bool flag => [flag ? "true" : "false"],
        IFormattable number => [number.ToString(null, System.Globalization.CultureInfo.InvariantCulture)],
        _ => [value.ToString()!],
    };

    private static T Parse<T>(string name) where T : struct => (T)Enum.Parse(typeof(T), name, ignoreCase: true);
}
