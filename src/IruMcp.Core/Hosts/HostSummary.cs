using System.Globalization;
using System.Text;

namespace IruMcp.Hosts;

/// <summary>The clients of a computer in one line of JSON, for tools that collect the output of a script and keep little of it. It has no
/// path, no name of a user, no address and no key.</summary>
public static class HostSummary
{
    /// <summary>What Intune keeps of a detection script's output is 2,048 characters.</summary>
    public const int LongestLine = 2000;

    /// <summary>Writes the line: <c>users</c>, <c>withIru</c> and <c>withFindings</c> (counted in entries and files), <c>clients</c> (like ones
    /// together, with their <c>count</c>, the ones with findings first), and <c>truncated</c>, which is true where not all clients had room.</summary>
    /// <param name="clients">What <see cref="HostInspector.Inspect"/> found, for all users together.</param>
    /// <param name="users">How many users were looked at.</param>
    public static string Write(IReadOnlyList<HostClient> clients, int users)
    {
        if (clients is null)
            throw new ArgumentNullException(nameof(clients));

        var lines = clients
            .Where(client => client.EntryName is not null || client.Findings.Count > 0)
            .GroupBy(Describe, StringComparer.Ordinal)
            .OrderByDescending(group => group.First().Findings.Count > 0)
            .ThenByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => "{" + group.Key + ",\"count\":" + Number(group.Count()) + "}")
            .ToList();
        var installed = clients.Select(client => client.Host).Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal).Select(name => $"\"{name}\"");
        var head = new StringBuilder("{\"users\":").Append(Number(users))
            .Append(",\"withIru\":").Append(Number(clients.Count(client => client.EntryName is not null)))
            .Append(",\"withFindings\":").Append(Number(clients.Count(client => client.Findings.Count > 0)))
            .Append(",\"installed\":[").Append(string.Join(",", installed)).Append("],\"clients\":[").ToString();

        const string Tail = "],\"truncated\":false}";
        var room = LongestLine - head.Length - Tail.Length;
        var taken = new List<string>();
        foreach (var line in lines)
        {
            room -= line.Length + 1;
            if (room < 0)
                break;
            taken.Add(line);
        }

        return head + string.Join(",", taken) + "],\"truncated\":" + (taken.Count < lines.Count ? "true" : "false") + "}";
    }

    private static string Describe(HostClient client) =>
        $"\"client\":\"{client.Host}\",\"scope\":\"{client.Scope}\",\"keySource\":{(client.KeySource is { } source ? $"\"{source}\"" : "null")},"
        + $"\"findings\":[{string.Join(",", client.Findings.Select(finding => $"\"{finding.Id}\"").Distinct(StringComparer.Ordinal))}]";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
