namespace IruMcp.PowerShell;

/// <summary>Reads -Arguments: a hashtable, or an object with the arguments as properties.</summary>
internal static class GivenArguments
{
    /// <exception cref="IruException">It is neither.</exception>
    public static Dictionary<string, object?>? Of(object? given, string tool)
    {
        if (given is null)
            return null;
        if (GivenValue.MembersOf(given) is not { } values)
            throw new IruException("IruMcp.InvalidArgument", IruErrorCategory.InvalidArgument,
                "-Arguments takes a hashtable or an object with the tool's arguments.",
                $"For example: Invoke-IruTool {tool} -Arguments @{{ name = 'value' }}") { Tool = tool };

        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var value in values)
            arguments[value.Key] = value.Value;
        return arguments;
    }
}
