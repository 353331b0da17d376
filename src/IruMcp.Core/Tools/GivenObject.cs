namespace IruMcp.Tools;

/// <summary>An object that was given as a value, without any type of PowerShell's.</summary>
/// <param name="TypeNames">Its type names, most specific first.</param>
/// <param name="Members">Its members in their order.</param>
public sealed record GivenObject(IReadOnlyList<string> TypeNames, IReadOnlyList<KeyValuePair<string, object?>> Members)
{
    internal object? this[string name] =>
        Members.FirstOrDefault(member => string.Equals(member.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
