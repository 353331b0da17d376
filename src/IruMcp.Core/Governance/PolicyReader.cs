using System.Globalization;
using System.Text;
using IruMcp.Configuration;
using IruMcp.Tools;

namespace IruMcp.Governance;

/// <summary>Reads a policy's JSON. Whatever it does not know is an error with its place: a misspelled Deny must not be no Deny.</summary>
internal sealed class PolicyReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly PolicyScope _scope;
    private readonly string _source;
    private readonly string _text;
    private readonly List<PolicyProblem> _problems = [];

    private PolicyReader(PolicyScope scope, string source, string text)
    {
        _scope = scope;
        _source = source;
        _text = text;
    }

    public static PolicySource Read(PolicyScope scope, string source, byte[] bytes)
    {
        try
        {
            return Read(scope, source, StrictUtf8.GetString(bytes).TrimStart('\uFEFF'));
        }
        catch (DecoderFallbackException)
        {
            return PolicySource.Broken(scope, source, PolicyText.NotUtf8);
        }
    }

    public static PolicySource Read(PolicyScope scope, string source, string text)
    {
        try
        {
            return new PolicyReader(scope, source, text).ReadFile(JsonSyntax.Parse(text));
        }
        catch (SyntaxException error)
        {
            return PolicySource.Broken(scope, source, PolicyText.NotJson, TextPosition.At(text, error.Offset).ToString());
        }
    }

    private PolicySource ReadFile(JsonSyntaxNode root)
    {
        var isReadOnly = false;
        var audit = new AuditRules();
        var rules = new List<PolicyRule>();
        foreach (var member in Members(root, PolicyText.TheFile))
            switch (member.Name)
            {
                case "$schema":
                    TextOf(member.Value, member.Name);
                    break;
                case "readOnly":
                    isReadOnly = BooleanOf(member.Value, member.Name) ?? isReadOnly;
                    break;
                case "rules" when member.Value.Kind == JsonSyntaxKind.Array:
                    rules.AddRange(member.Value.Items.Select((item, index) => ReadRule(item, index + 1)));
                    break;
                case "rules":
                    Wrong(member.Value.Start, PolicyText.NotA(member.Name, "a list of rules"));
                    break;
                case "audit":
                    audit = ReadAudit(member.Value);
                    break;
                default:
                    Wrong(member.NameStart, PolicyText.UnknownField(member.Name, ["readOnly", "rules", "audit"]));
                    break;
            }
        return new PolicySource(_scope, _source) { Exists = true, IsReadOnly = isReadOnly, Rules = rules, Audit = audit, Problems = _problems };
    }

    private PolicyRule ReadRule(JsonSyntaxNode node, int index)
    {
        var rule = new PolicyRule { Scope = _scope, Source = _source, Index = index };
        foreach (var member in Members(node, PolicyText.ARule))
            rule = ReadRuleField(rule, member);
        if (node.Kind == JsonSyntaxKind.Object && PolicyRules.WhatIsMissing(rule) is { } missing)
            Wrong(node.Start, missing);
        return rule;
    }

    private PolicyRule ReadRuleField(PolicyRule rule, JsonSyntaxMember member)
    {
        switch (member.Name)
        {
            case "tool":
                return rule with { Tool = PatternsOf(member.Value, member.Name) };
            case "operation":
                return rule with { Operation = PatternsOf(member.Value, member.Name) };
            case "risk":
                return rule with { Risk = [.. TextsOf(member.Value, member.Name).Select(text => NamedOf<Risk>(member.Value, member.Name, text)).OfType<Risk>()] };
            case "argument":
                return rule with { Argument = ArgumentsOf(member.Value) };
            case "connection":
                return rule with { Connection = PatternsOf(member.Value, member.Name, isSingle: true).FirstOrDefault() };
            case "channel":
                return rule with { Channel = NamedOf<Channel>(member.Value, member.Name, TextOf(member.Value, member.Name)) };
            case "action":
                return rule with { Action = NamedOf<PolicyAction>(member.Value, member.Name, TextOf(member.Value, member.Name)) };
            case "class":
                return rule with { Class = NamedOf<Risk>(member.Value, member.Name, TextOf(member.Value, member.Name)) };
            case "fingerprint":
                return rule with { Fingerprint = TextOf(member.Value, member.Name) };
            case "maximumPerPipeline":
                return rule with { MaximumPerPipeline = NumberOf(member.Value, member.Name, smallest: 0) };
            case "maximumPerHour":
                return rule with { MaximumPerHour = NumberOf(member.Value, member.Name, smallest: 0) };
            case "reason":
                return rule with { Reason = TextOf(member.Value, member.Name) };
            default:
                Wrong(member.NameStart, PolicyText.UnknownField(member.Name, PolicyRules.Fields));
                return rule;
        }
    }

    private AuditRules ReadAudit(JsonSyntaxNode node)
    {
        var audit = new AuditRules();
        foreach (var member in Members(node, "audit"))
            switch (member.Name)
            {
                case "path":
                    audit = audit with { Path = FullPathOf(member.Value, member.Name) };
                    break;
                case "sink":
                    audit = audit with { Sink = NamedOf<AuditSink>(member.Value, member.Name, TextOf(member.Value, member.Name)) };
                    break;
                case "maximumMegabytes":
                    audit = audit with { MaximumMegabytes = NumberOf(member.Value, member.Name, smallest: 1) };
                    break;
                case "keptFiles":
                    audit = audit with { KeptFiles = NumberOf(member.Value, member.Name, smallest: 1) };
                    break;
                default:
                    Wrong(member.NameStart, PolicyText.UnknownField(member.Name, ["path", "sink", "maximumMegabytes", "keptFiles"]));
                    break;
            }
        return audit;
    }

    private Dictionary<string, IReadOnlyList<string>> ArgumentsOf(JsonSyntaxNode node)
    {
        var arguments = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in Members(node, "argument"))
            arguments[member.Name] = new ArgumentPatterns(PatternsOf(member.Value, member.Name, takesScalars: true));
        if (node.Kind == JsonSyntaxKind.Object && arguments.Count == 0)
            Wrong(node.Start, PolicyText.EmptyCondition("argument"));
        return arguments;
    }

    private IReadOnlyList<JsonSyntaxMember> Members(JsonSyntaxNode node, string what)
    {
        if (node.Kind != JsonSyntaxKind.Object)
        {
            Wrong(node.Start, PolicyText.NotA(what, "an object in braces"));
            return [];
        }
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in node.Members.Where(member => !names.Add(member.Name)))
            Wrong(member.NameStart, PolicyText.Twice(member.Name));
        return node.Members;
    }

    /// <summary>One pattern or a list of them, none empty.</summary>
    private List<string> PatternsOf(JsonSyntaxNode node, string name, bool isSingle = false, bool takesScalars = false)
    {
        if (isSingle && node.Kind == JsonSyntaxKind.Array)
        {
            Wrong(node.Start, PolicyText.NotA(name, "a text"));
            return [];
        }
        var patterns = TextsOf(node, name, takesScalars);
        foreach (var pattern in patterns)
            if (PolicyRules.WhatIsWrongWith(pattern, name) is { } wrong)
                Wrong(node.Start, wrong);
        return patterns;
    }

    private List<string> TextsOf(JsonSyntaxNode node, string name, bool takesScalars = false)
    {
        if (node.Kind == JsonSyntaxKind.Array && node.Items.Count == 0)
            Wrong(node.Start, PolicyText.EmptyCondition(name));
        var items = node.Kind == JsonSyntaxKind.Array ? node.Items : [node];
        return [.. items.Select(item => TextOf(item, name, takesScalars)).OfType<string>()];
    }

    private string? TextOf(JsonSyntaxNode node, string name, bool takesScalars = false)
    {
        if (node.Kind == JsonSyntaxKind.String
            || takesScalars && node.Kind is JsonSyntaxKind.Number or JsonSyntaxKind.True or JsonSyntaxKind.False && takesScalars)
            return node.Text;
        Wrong(node.Start, PolicyText.NotA(name, takesScalars ? "a text, a number, true or false, or a list of these" : "a text"));
        return null;
    }

    private bool? BooleanOf(JsonSyntaxNode node, string name)
    {
        if (node.Kind is JsonSyntaxKind.True or JsonSyntaxKind.False)
            return node.Kind == JsonSyntaxKind.True;
        Wrong(node.Start, PolicyText.NotA(name, "true or false"));
        return null;
    }

    private int? NumberOf(JsonSyntaxNode node, string name, int smallest)
    {
        if (node.Kind == JsonSyntaxKind.Number && int.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= smallest)
            return number;
        Wrong(node.Start, PolicyText.NotA(name, $"a whole number from {smallest} on"));
        return null;
    }

    private T? NamedOf<T>(JsonSyntaxNode node, string name, string? text) where T : struct, Enum
    {
        if (text is null)
            return null;
        if (Enum.GetNames(typeof(T)).FirstOrDefault(known => string.Equals(known, text, StringComparison.OrdinalIgnoreCase)) is { } found)
            return (T)Enum.Parse(typeof(T), found);
        Wrong(node.Start, PolicyText.NotA(name, "one of " + string.Join(", ", Enum.GetNames(typeof(T)))));
        return null;
    }

    private string? FullPathOf(JsonSyntaxNode node, string name)
    {
        if (TextOf(node, name) is not { } path)
            return null;
        if (Path.IsPathRooted(path) && path.IndexOf('\0') < 0)
            return path;
        Wrong(node.Start, PolicyText.NotA(name, "a full path"));
        return null;
    }

    private void Wrong(int offset, string message) =>
        _problems.Add(new PolicyProblem(_scope, _source, TextPosition.At(_text, offset).ToString(), message));
}
