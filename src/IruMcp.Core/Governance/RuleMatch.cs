using System.Text.Json.Nodes;
using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>Tells whether a rule is about a call. A rule that stops matches generously, so that another spelling is no way around it;
/// a rule that allows matches to the letter.</summary>
internal static class RuleMatch
{
    public static bool Matches(PolicyRule rule, PolicyQuestion question) =>
        IsAbout(
            rule, question.Tool.Name, question.Tool.Operation?.Id,
            rule.Scope == PolicyScope.Machine && question.Tool.IsLoweredByUser ? Risk.Destructive : question.Risk)
        && MatchesChannel(rule, question.Channel)
        && MatchesConnection(rule, question)
        && rule.Argument.All(argument => MatchesArgument(argument.Key, argument.Value, question.Call, IsGenerous(rule)));

    /// <summary>True where the rule is about calls of this tool, whatever their arguments and wherever they come from.</summary>
    /// <param name="operation">The documented operation's id; null where none is known.</param>
    public static bool IsAbout(PolicyRule rule, string tool, string? operation, Risk risk) =>
        (rule.Risk.Count == 0 || rule.Risk.Contains(risk))
        && (rule.Operation.Count == 0 || MatchesOperation(rule, tool, operation))
        && (rule.Tool.Count == 0 || MatchesTool(rule, tool, operation));

    /// <summary>True for a rule of the user's about this operation or tool and no other, whatever the arguments.</summary>
    public static bool NamesAlone(PolicyRule rule, IruTool tool) =>
        rule is { Scope: PolicyScope.User, Risk.Count: 0, Argument.Count: 0, Connection: null, Channel: null }
        && (rule.Tool.Count == 0 ? tool.Operation is { } operation && Is(rule.Operation, operation.Id) : rule.Operation.Count == 0 && Is(rule.Tool, tool.Name));

    private static bool Is(IReadOnlyList<string> patterns, string name) =>
        patterns.Count == 1 && string.Equals(patterns[0], name, StringComparison.OrdinalIgnoreCase);

    private static bool IsGenerous(PolicyRule rule) => rule.Action != PolicyAction.Allow;

    private static bool MatchesOperation(PolicyRule rule, string tool, string? operation)
    {
        // A tool that the server does not list, or describes oddly, is taken for no operation; its name may still say which one it is.
        var id = operation ?? (IsGenerous(rule) ? DashedName(tool) : null);
        return id is not null && rule.Operation.Any(pattern => Wildcard.Matches(pattern, id));
    }

    private static bool MatchesTool(PolicyRule rule, string tool, string? operation)
    {
        if (rule.Tool.Any(pattern => Wildcard.Matches(pattern, tool)))
            return true;
        if (!IsGenerous(rule))
            return false;

        // "erase-*" also stops eraseDevice, erase_device, and whatever else the server calls the documented erase-device.
        var dashed = DashedName(tool);
        return rule.Tool.Select(Dashed).Any(pattern => Wildcard.Matches(pattern, dashed) || operation is not null && Wildcard.Matches(pattern, operation));
    }

    private static string DashedName(string tool) => string.Join("-", NameWords.Split(tool));

    private static string Dashed(string pattern) => new([.. pattern.Select(character => character is '_' or '.' or '/' or ' ' ? '-' : character)]);

    /// <summary>What stops holds for an agent in a shell whichever channel it names, and what a user allows never does.</summary>
    private static bool MatchesChannel(PolicyRule rule, Channel channel) => channel switch
    {
        Channel.Agent => rule.Action != PolicyAction.Allow || rule is { Scope: PolicyScope.Machine, Channel: Channel.Agent or Channel.Bridge },
        _ when rule.Channel is { } wanted => wanted == channel,
        _ => channel == Channel.Shell || rule.Action != PolicyAction.Allow,
    };

    private static bool MatchesConnection(PolicyRule rule, PolicyQuestion question) => rule.Connection is not { } pattern
        || Wildcard.Matches(pattern, question.ConnectionName)
        || question.Endpoint is { } endpoint && Spellings(endpoint, IsGenerous(rule)).Any(text => Wildcard.Matches(pattern, text));

    /// <summary>A dot behind the host, letters of another width and a query lead to the same server.</summary>
    private static IEnumerable<string> Spellings(Uri endpoint, bool isGenerous)
    {
        string[] given = [endpoint.Host, endpoint.AbsoluteUri];
        return isGenerous ? [.. given, Tenant.HostOf(endpoint), $"{endpoint.Scheme}://{Tenant.Of(endpoint)}{endpoint.AbsolutePath}"] : given;
    }

    private static bool MatchesArgument(string name, IReadOnlyList<string> patterns, ToolCall? call, bool isGenerous)
    {
        if (call is null)
            return false;
        var wanted = Identifiers.Plain(name);
        var values = call.Arguments.Identifiers.Where(identifier => Identifiers.Plain(identifier.Key) == wanted).Select(identifier => identifier.Value)
            .Concat(ValuesOf(call.Arguments.Json, wanted, isUnderName: false)).ToList();
        bool IsWanted(string value) => patterns.Any(pattern => Wildcard.Matches(pattern, value) || IsSameGuid(pattern, value));
        return isGenerous ? values.Any(IsWanted) : values.Count > 0 && values.All(IsWanted);
    }

    /// <summary>Every single value below a member of that name, wherever in the arguments it stands.</summary>
    private static IEnumerable<string> ValuesOf(JsonNode? node, string wanted, bool isUnderName) => node switch
    {
        JsonObject members => members.SelectMany(member => ValuesOf(member.Value, wanted, isUnderName || Identifiers.Plain(member.Key) == wanted)),
        JsonArray items => items.SelectMany(item => ValuesOf(item, wanted, isUnderName)),
        JsonValue value when isUnderName => [value.ToString()],
        _ => [],
    };

    private static bool IsSameGuid(string pattern, string value) =>
        Guid.TryParse(pattern, out var left) && Guid.TryParse(value, out var right) && left == right;
}
