using System.Management.Automation;
using IruMcp.Tools;

namespace IruMcp.PowerShell;

/// <summary>Says what a call acts on, for questions and -WhatIf: the names a person knows, then the ids that are sent.</summary>
internal static class ItemText
{
    private const string UserKind = "user ";

    private static readonly string[] NameMembers = ["device_name", "device__name", "name", "serial_number", "email"];
    private static readonly string[] UserMembers = ["name", "email"];

    /// <summary>The call's target with the names that the piped object has.</summary>
    public static string Of(PSObject? item, ToolCall call)
    {
        var names = NamesOf(item).Where(text => !call.Target.Contains(text)).ToList();
        return names.Count == 0 ? Quotes.Inside(call.Target) : Of(names[0], names.Skip(1), call);
    }

    /// <summary>The call's target with names that were looked up.</summary>
    public static string Of(string name, IEnumerable<string> others, ToolCall call) =>
        $"{Quotes.Around(name)} ({string.Join(", ", others.Append(call.Target).Select(Quotes.Inside))})";

    /// <summary>True where the piped object itself tells a person what it is.</summary>
    public static bool HasNames(PSObject? item) => NamesOf(item).Count > 0;

    /// <summary>What the piped object says of itself, for the record; null for nothing.</summary>
    public static TargetNames? NamesFor(PSObject? item)
    {
        if (NamesOf(item) is not { Count: > 0 } names)
            return null;
        var members = PowerShellValues.ScalarMembers(item!);
        var fields = NameMembers.Where(name => members.TryGetValue(name, out var value) && value is string { Length: > 0 })
            .Select(name => new KeyValuePair<string, string>(name.StartsWith("device_", StringComparison.Ordinal) ? "name" : name, (string)members[name]!))
            .GroupBy(field => field.Key).Select(same => same.First()).ToList();
        if (UserOf(item!) is { } user)
            fields.Add(new("user", user.Substring(UserKind.Length)));
        return new TargetNames(names[0], names.GetRange(1, names.Count - 1)) { Fields = fields };
    }

    private static List<string> NamesOf(PSObject? item)
    {
        if (item is null || item.BaseObject is string or ValueType)
            return [];
        var members = PowerShellValues.ScalarMembers(item);
        return [.. NameMembers.Select(name => members.TryGetValue(name, out var value) ? value as string : null).Append(UserOf(item))
            .Where(text => !string.IsNullOrWhiteSpace(text)).OfType<string>().Distinct()];
    }

    private static string? UserOf(PSObject item)
    {
        if (item.Properties["user"]?.Value is not { } user || PSObject.AsPSObject(user).BaseObject is string or ValueType)
            return null;
        var members = PowerShellValues.ScalarMembers(PSObject.AsPSObject(user));
        return UserMembers.Select(name => members.TryGetValue(name, out var value) ? value as string : null)
            .FirstOrDefault(text => !string.IsNullOrWhiteSpace(text)) is { } found ? UserKind + found : null;
    }
}
