using System.Management.Automation;

namespace IruMcp.PowerShell;

/// <summary>Makes PowerShell's error records of Core's failures.</summary>
internal static class ErrorRecords
{
    /// <param name="failure">What happened.</param>
    /// <param name="target">The object that was being worked on.</param>
    /// <param name="advise">Says how missing arguments are given to the command; null for Invoke-IruTool's way.</param>
    public static ErrorRecord From(IruException failure, object? target = null, Func<IruException, string>? advise = null)
    {
        Enum.TryParse(failure.Category.ToString(), out ErrorCategory category);
        var record = new ErrorRecord(failure, failure.Id, category, target ?? failure.Tool);
        if ((failure.MissingArguments.Count == 0 ? failure.NextStep : (advise ?? Messages.GiveArguments)(failure)) is { } next)
            record.ErrorDetails = new ErrorDetails($"{AsSentence(failure.Message)} {next}");
        if (failure.Tool is { } tool)
            record.CategoryInfo.Activity = tool;
        return record;
    }

    /// <summary>A message may end in the server's own words, which often have no full stop.</summary>
    private static string AsSentence(string message) => message.Length > 0 && message[message.Length - 1] is '.' or '!' or '?' ? message : message + ".";
}
