using System.Collections;
using System.Management.Automation;

namespace IruMcp.PowerShell;

/// <summary>What a generated command says about itself: the tool behind it and the tool's name for each of its parameters.</summary>
internal sealed class CommandPlan
{
    public const string Identity = "Identity";

    private readonly IDictionary _set;

    private CommandPlan(IDictionary plan, IDictionary set)
    {
        _set = set;
        Connection = plan["Connection"]?.ToString();
        IsOnDisk = LanguagePrimitives.IsTrue(plan["IsOnDisk"]);
    }

    /// <summary>The connection to use where the user names none; null for the session's default.</summary>
    public string? Connection { get; }

    /// <summary>True for a command of a module on disk, which may be older than the server.</summary>
    public bool IsOnDisk { get; }

    public string Tool => _set["Tool"]?.ToString() ?? "";

    /// <summary>What the tool was like when the command was made; null where that does not matter.</summary>
    public string? Fingerprint => _set["Fingerprint"]?.ToString();

    /// <summary>The command's parameters and the tool's names for them.</summary>
    public IEnumerable<KeyValuePair<string, string>> Map =>
        (_set["Map"] as IDictionary ?? new Hashtable()).Cast<DictionaryEntry>().Select(entry => new KeyValuePair<string, string>($"{entry.Key}", $"{entry.Value}"));

    /// <summary>True where the command is about a device, which may be given by serial number or name.</summary>
    public bool TakesDevice => Map.Any(entry => entry.Key == Identity);

    /// <summary>How the tool's arguments are given to the command.</summary>
    /// <param name="failure">Knows the tool's names for them.</param>
    public string HowToGive(IruException failure)
    {
        var parameters = Map.Where(entry => failure.MissingArguments.Contains(entry.Value)).Select(entry => entry.Key).ToList();
        if (failure.IsOneArgumentEnough && parameters.Count > 0)
            return CommandMessages.GiveAny(parameters);
        return parameters.Count < failure.MissingArguments.Count ? Messages.GiveInArguments(failure) : CommandMessages.Give(parameters);
    }

    /// <summary>The part of a plan that counts: of a list and its single record, the record where an identifier is given or piped.</summary>
    public static CommandPlan Of(IDictionary plan, IDictionary bound, bool expectsInput)
    {
        var main = Part(plan["Main"]) ?? plan;
        if (Part(plan["Item"]) is not { } item)
            return new CommandPlan(plan, main);
        var isItem = expectsInput || bound.Contains("InputObject")
            || (Part(item["Map"]) ?? new Hashtable()).Keys.Cast<object>().Any(bound.Contains);
        return new CommandPlan(plan, isItem ? item : main);
    }

    private static IDictionary? Part(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) as IDictionary;
}
