using System.Globalization;

namespace IruMcp.Tools;

/// <summary>What this folder says to the user, in one place.</summary>
internal static class ToolText
{
    private const int LongestShown = 60;
    private const int MostNamed = 25;

    private static readonly string[] SecretNames = ["password", "passcode", "secret", "token", "apikey", "credential", "privatekey", "bypass"];

    public const string NotListed = "The server does not list it.";

    public static string AskingAgain(string tool) => $"The list of tools has no '{tool}'; asking the server for its tools again.";

    public static string NameUnknown(ToolCall call) => $"The name of {call.Target} could not be looked up, so the record has only its id.";

    public static string Accepted(ToolCall call) => $"The server has accepted '{call.Tool.Name}' for {call.Target}."
        + (call.DeviceId is null ? "" : " What the device itself has to do, it does when it checks in next.");

    public const string OtherCategory = "Other";

    public const string UnknownTool = "Nothing proves what it does, so it counts as destructive.";

    public const string RaisedByHint = "The server's annotation destructiveHint says that it may destroy.";

    public const string NotReadOnlyByHint = "The server's annotation readOnlyHint says that it changes something.";

    public const string OtherLetters = "Its name has letters that are not ASCII, so it may not be what it looks like.";

    public const string UnreadableSchema = "Its input schema cannot be understood.";

    public const string NoVerbOfReading = "It is not a documented operation, and its name does not begin with a verb of reading.";

    public const string ReadByName = "Its name says that it reads, and nothing in its name, arguments and description speaks against it.";

    public static string DeedInName(string word) => $"Its name has the word '{Short(word)}'.";

    public static string DeedInArgument(string word) => $"Its arguments have the word '{Short(word)}'.";

    public static string DeedInText(string word) => $"Its description has the word '{Short(word)}'.";

    public static string UnprovedArgument(string name) => $"The argument '{Short(name)}' is not one that the tool was judged by, so the call counts as destructive.";

    public static string DocumentedRisk(Operation operation) => operation switch
    {
        { IsHighlyDestructive: true } => $"The operation \"{operation.Name}\" is documented as highly destructive.",
        { Risk: Risk.Sensitive } => $"The operation \"{operation.Name}\" is documented to read a secret.",
        { Risk: Risk.Read } => $"The operation \"{operation.Name}\" is documented to read only.",
        _ => $"The operation \"{operation.Name}\" is documented as {Name(operation.Risk)}.",
    };

    public static string SecretByName(string words) => $"It reads, and '{Short(words)}' names a secret.";

    public const string NothingFits = "Neither its name nor its arguments are those of a documented operation.";

    public static string Resolved(Operation operation) =>
        $"Its name and arguments are those of \"{operation.Name}\" ({operation.Method} {operation.Path}).";

    public static string AnotherFitsBetter(Operation operation) => $"Another tool fits \"{operation.Name}\" better.";

    public static string SeveralFit(IReadOnlyList<string> names) => $"Several documented operations fit alike: {Quoted(names)}.";

    public const string GiveOnce = "Give it in one place only.";

    public const string GiveAllButOne = "Give all but one of them as parameters, or pipe objects that have them all.";

    public const string CallWithoutPipeline = "Call it once without a pipeline, with its arguments as parameters or in -Arguments.";

    public const string CheckIdentifier = "Use the id exactly as a listing returns it.";

    public const string LeaveOut = "Leave the argument out to leave the value as it is.";

    public const string GivePlainValues = "Use texts, numbers, dates, $true, $false, $null, lists and hashtables.";

    public static string MissingArguments(string tool, IReadOnlyList<string> names) =>
        names.Count == 1 ? $"The tool '{tool}' needs the argument '{names[0]}'." : $"The tool '{tool}' needs the arguments {Quoted(names)}.";

    public static string GiveArguments(IReadOnlyList<string> names) =>
        $"Give {Quoted(names)} with the call.";

    public static string NothingToChange(string tool) => $"Nothing is given that '{tool}' should change. Nothing was sent.";

    public static string GiveAnyArgument(IReadOnlyList<string> names) => $"Give at least one of {Quoted(names)}.";

    public static string NameForId(string parameter, string name) =>
        $"The argument '{parameter}' takes an id, and '{Short(name)}' is a name: nothing would be found by it. Nothing was sent.";

    public static string FindId(string tool, string? filter, string name) => filter is null || name.Length > LongestShown || name.Any(char.IsControl)
        ? $"Invoke-IruTool {tool} shows the ids."
        : $"Invoke-IruTool {tool} -{filter} '{name.Replace("'", "''")}' shows its id.";

    public static string EmptyIdentifier(string tool, string name) => $"The tool '{tool}' needs the argument '{name}', and it is empty here.";

    public static string OneValueForSeveral(string tool, IReadOnlyList<string> names) =>
        $"The tool '{tool}' needs {Quoted(names)}, and a single value from the pipeline cannot say which of them it is.";

    public static string UnknownArgument(string tool, string name) => $"The tool '{tool}' has no argument '{Short(name)}'.";

    public static string NearestArguments(IruTool tool, IReadOnlyList<string> nearest)
    {
        if (nearest.Count > 0)
            return DidYouMean(nearest);
        return tool.Parameters.Count == 0
            ? "It takes no arguments."
            : $"It takes {Quoted([.. tool.Parameters.Select(parameter => parameter.Name)])}.";
    }

    public static string DidYouMean(IReadOnlyList<string> names) => $"Did you mean {Quoted(names, " or ")}?";

    public static string GivenTwice(string name) => $"The argument '{Short(name)}' is given twice.";

    public static string GivenByPipelineToo(string name) =>
        $"The argument '{name}' is given as a parameter, and the pipeline would give it too.";

    public static string NoPipelineInput(string tool) => $"The tool '{tool}' has no identifier that the pipeline could give.";

    public static string ListBy(string tool, string parameter, string property) =>
        $"To list by what is piped: ForEach-Object {{ Invoke-IruTool {tool} -{parameter} $_.{property} }}";

    public static string RiskByArguments(Risk risk) => $"With these arguments the call is {Name(risk)}.";

    public static string WrongInputType(IruTool tool, string type, string name) => tool.Risk == Risk.Destructive
        ? $"An object of type {Short(type)} cannot choose the '{name}' for '{tool.Name}': only an object that this id belongs to can."
        : $"An object of type {Short(type)} has no '{name}' for '{tool.Name}'.";

    public static string PipeTheIdentifier(string name) =>
        $"Pipe the objects that the '{name}' belongs to, or the id itself as text.";

    public static string UnsafeIdentifier(string name) =>
        $"The value of '{name}' is no identifier: it has a blank or a character that would change the address of the request.";

    public static string EmptyFilter(string name) =>
        $"The argument '{name}' is empty. A server takes that for no filter and gives everything.";

    public const string LeaveEmptyOut = "Leave the argument out if everything is wanted; otherwise check where the empty value came from.";

    public static string NullNotAllowed(string name) => $"The argument '{name}' cannot be null.";

    public static string NotJsonArgument(string name) => $"The argument '{Short(name)}' holds a value that has no form in JSON.";

    public static string WrongKind(ToolParameter parameter, object value) =>
        $"The argument '{parameter.Name}' takes {KindOf(parameter)}{Shown(parameter, value)}.";

    public static string SeeParameters(string tool) => $"See what it takes: (Get-IruTool {tool}).Parameters";

    public static string NotAllowed(ToolParameter parameter, object value) =>
        $"The argument '{parameter.Name}' takes one of {Quoted(parameter.AllowedValues)}{Shown(parameter, value)}.";

    public static string OutOfRange(ToolParameter parameter, object value) =>
        $"The argument '{parameter.Name}' must be {RangeOf(parameter)}{Shown(parameter, value)}.";

    public static string Empty(string name) => $"The argument '{name}' is empty. Nothing was sent.";

    public static string ClearIt(string name) =>
        $"Use -Clear {name} to clear the value. Otherwise leave the argument out, or check where the empty value came from: a misspelled property or an empty cell.";

    public static string NotClearable(string tool, string name) => $"'{tool}' cannot clear the argument '{name}'. Nothing was sent.";

    public static string ClearedAndGiven(string name) => $"The argument '{name}' is in -Clear, and is given a value or named in -Clear twice. Nothing was sent.";

    public const string ClearOrGive = "Name it once in -Clear, or give it a value.";

    public static string Clearable(IReadOnlyList<string> names) => $"-Clear takes {Quoted(names, " or ")}.";

    public static string EmptyElement(string name) => $"The list for the argument '{name}' has an empty element. Nothing was sent.";

    public const string RemoveEmpty = "Remove the empty elements, or check where they came from: a misspelled property or an empty cell.";

    public static string EmptyMember(string name, string member) => $"The member '{member}' of the argument '{name}' is empty. Nothing was sent.";

    public static string UnknownMember(string name, string member) => $"The argument '{name}' has no member '{Short(member)}'. Nothing was sent.";

    public static string Members(IReadOnlyList<string> names) => names.Count == 0 ? "It takes no members." : $"It takes {Quoted(names)}.";

    public static string NumberForSecret(string name) =>
        $"The argument '{name}' is a secret text, and a number has lost its leading zeros. Nothing was sent.";

    public const string PutInQuotes = "Put the value in quotes, or give a SecureString.";

    private static string KindOf(ToolParameter parameter) => parameter.Kind switch
    {
        ParameterKind.String => "a text",
        ParameterKind.Integer => "a whole number",
        ParameterKind.Number => "a number",
        ParameterKind.Boolean => "$true or $false",
        _ => "a hashtable",
    };

    private static string RangeOf(ToolParameter parameter)
    {
        var bounds = new List<string>();
        if (parameter.Minimum is { } minimum)
            bounds.Add((parameter.IsMinimumExclusive ? "more than " : "at least ") + minimum.ToString(CultureInfo.InvariantCulture));
        if (parameter.Maximum is { } maximum)
            bounds.Add((parameter.IsMaximumExclusive ? "less than " : "at most ") + maximum.ToString(CultureInfo.InvariantCulture));
        return string.Join(" and ", bounds);
    }

    /// <summary>The value that was given, where it may be shown: short, single, and nothing that looks like a secret.</summary>
    private static string Shown(ToolParameter parameter, object value)
    {
        if (value is Secret || LooksSecret(parameter.Name))
            return "";
        return Scalars.Text(value, isDate: false) is { } text ? $", not '{Short(text)}'" : $", not {ShapeOf(value)}";
    }

    private static string ShapeOf(object value) => value switch
    {
        GivenObject given => $"an object of type {Short(given.TypeNames.Count > 0 ? given.TypeNames[0] : nameof(Object))}",
        System.Collections.IDictionary => "a hashtable",
        System.Collections.ICollection list => $"a list of {list.Count}",
        _ => $"a value of type {value.GetType().Name}",
    };

    private static bool LooksSecret(string name)
    {
        var plain = Identifiers.Plain(name);
        return SecretNames.Any(plain.Contains) || NameWords.Split(name).Any(word => word is "pin" or "key" or "code");
    }

    private static string Quoted(IReadOnlyList<string> names, string last = " and ")
    {
        var quoted = names.Take(MostNamed).Select(name => $"'{Short(name)}'").ToList();
        if (names.Count > MostNamed)
            return string.Join(", ", quoted) + $" and {names.Count - MostNamed} more";
        return quoted.Count < 2 ? string.Concat(quoted) : string.Join(", ", quoted.Take(quoted.Count - 1)) + last + quoted[quoted.Count - 1];
    }

    private static string Short(string text)
    {
        var visible = new string([.. text.Select(character => char.IsControl(character) ? ' ' : character)]);
        return visible.Length <= LongestShown ? visible : visible.Substring(0, LongestShown) + "...";
    }

    private static string Name(Risk risk) => risk switch
    {
        Risk.Write => "a change",
        _ => risk.ToString().ToLowerInvariant(),
    };

    public const string EmptyDevice = "The device is empty: a UUID, a serial number or a name is needed.";
    public const string GiveDeviceId = "Give the device's id (UUID) instead.";
    public const string WholeNameNeeded = "The whole serial number or the whole name is needed.";

    public static string NoDeviceList(string device) => $"'{device}' is no UUID, and no tool of this connection lists devices to look it up.";

    public static string NoSuchDevice(string device) => $"No device has the serial number or the name '{device}'.";

    public static string SeveralDevices(string device, IReadOnlyList<string> ids) =>
        $"{ids.Count} devices have the serial number or the name '{device}': {string.Join(", ", ids.Take(5))}{(ids.Count > 5 ? ", ..." : "")}. Nothing was sent for them.";
}
