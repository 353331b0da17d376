using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace IruMcp.Simulator.Hosting;

/// <summary>The options of the simulator. An option that is not known, or a value that does not fit, is an error with a sentence.</summary>
public static class CommandLine
{
    /// <summary>Versions of the protocol the simulator can be told to speak, oldest first.</summary>
    public static readonly string[] ProtocolVersions = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"];

    private static readonly Setting[] All =
    [
        Number("--port", "port of the two endpoints (0: any free one; default)", (options, value) => options.Port = value),
        Number("--control-port", "port of the control address (0: any free one; default)", (options, value) => options.ControlPort = value),
        Number("--parent-pid", "end when that process ends", (options, value) => options.ParentProcessId = value),
        Flag("--log", "one JSON line per request on stderr", options => options.Log = true),
        Number("--devices", "size of the fleet (250)", (options, value) => options.Devices = value),
        Number("--seed", "another seed, another fleet (1)", (options, value) => options.Seed = value),
        Text("--api-key", "the key that is accepted", (options, value) => options.ApiKey = value),
        Text("--profile", "the profile that is accepted", (options, value) => options.Profile = value),
        Text("--server-name", "what initialize says (kandji-mcp)", (options, value) => options.ServerName = value),
        Text("--server-version", "what initialize says (3.4.4)", (options, value) => options.ServerVersion = value),
        OneOf<NamingScheme>("--naming", "names as on the live server, or an entirely different scheme (iru)", (options, value) => options.Naming = value),
        OneOf<SchemaForms>("--schema", "flat (default), nested (body fields under \"body\"), ref ($ref and $defs), nullable (anyOf null); several joined by commas", (options, value) => options.Schema = value),
        Flag("--session", "sessions with Mcp-Session-Id (default: stateless)", options => options.Session = true),
        Flag("--json", "plain JSON responses on mcp too (default: an event stream)", options => options.Json = true),
        Protocol(),
        Number("--tools-per-page", "pages tools/list (0: one page; default)", (options, value) => options.ToolsPerPage = value),
        OneOf<AnnotationStyle>("--annotations", "what the annotations of the tools say (none)", (options, value) => options.Annotations = value),
        Structured(),
        OneOf<ErrorStyle>("--error-style", "form of a failed REST request (envelope)", (options, value) => options.ErrorStyle = value),
        OneOf<PermissionLevel>("--permissions", "what the key may do (all)", (options, value) => options.Permissions = value),
        OneOf<ToolVisibility>("--visibility", "which tools the key sees: all of them, or those it may call (all)", (options, value) => options.Visibility = value),
        Number("--rate", "tool calls let through in each second; the others get HTTP 429 (0: all; default)", (options, value) => options.CallsPerSecond = value),
        Flag("--rate-as-text", "the others get HTTP 200 and the API's error as text instead", options => options.TellsLimitAsText = true),
        Number("--latency", "milliseconds to wait before each response (0)", (options, value) => options.LatencyMilliseconds = value),
    ];

    /// <summary>Reads the options and runs the simulator, or shows the help, or what is wrong with the options.</summary>
    /// <returns>The exit code: 2 where an option or a value is not understood.</returns>
    public static async Task<int> RunAsync(string[] arguments, Func<SimulatorOptions, Task> run)
    {
        var command = new RootCommand(HelpText.Text);
        foreach (Setting setting in All)
            command.Options.Add(setting.Option);

        ParseResult result = command.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        foreach (ParseError error in result.Errors)
            await Console.Error.WriteLineAsync(error.Message);
        if (result.Errors.Count > 0)
            return 2;
        if (result.Action is not null)
            return await result.InvokeAsync();

        var options = new SimulatorOptions();
        foreach (Setting setting in All.Where(setting => result.GetResult(setting.Option) is { Implicit: false }))
            setting.Apply(options, result);
        await run(options);
        return 0;
    }

    /// <summary>One of an enumeration's names, or several joined by commas where they can be combined.</summary>
    /// <exception cref="FormatException">The text is none of them.</exception>
    public static T Choice<T>(string name, string text) where T : struct, Enum =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && Enum.TryParse(text, ignoreCase: true, out T value)
            ? value
            : throw new FormatException($"{name} takes one of: {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");

    private static Setting Number(string name, string description, Action<SimulatorOptions, int> apply) =>
        Setting.Of(name, description, "N", text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new FormatException($"{name} needs a number."), apply);

    private static Setting Text(string name, string description, Action<SimulatorOptions, string> apply) =>
        Setting.Of(name, description, "TEXT", text => text, apply);

    private static Setting OneOf<T>(string name, string description, Action<SimulatorOptions, T> apply) where T : struct, Enum =>
        Setting.Of(name, description, string.Join('|', Enum.GetNames<T>()).ToLowerInvariant(), text => Choice<T>(name, text), apply);

    private static Setting Flag(string name, string description, Action<SimulatorOptions> apply) =>
        new(new Option<bool>(name) { Description = description, Arity = ArgumentArity.Zero }, (options, _) => apply(options));

    private static Setting Protocol()
    {
        var option = new Option<string>("--protocol") { Description = "newest protocol version it speaks (2025-11-25); 2026-07-28 adds server/discover" };
        option.AcceptOnlyFromAmong(ProtocolVersions);
        return new Setting(option, (options, result) => options.Protocol = result.GetValue(option)!);
    }

    private static Setting Structured()
    {
        var option = new Option<string?>("--structured") { Description = "structuredContent beside the text; only: the text is but a summary", Arity = ArgumentArity.ZeroOrOne };
        option.AcceptOnlyFromAmong("only");
        return new Setting(option, (options, result) => options.Structured = result.GetValue(option) is null ? StructuredStyle.Beside : StructuredStyle.Only);
    }

    private sealed record Setting(Option Option, Action<SimulatorOptions, ParseResult> Apply)
    {
        public static Setting Of<T>(string name, string description, string helpName, Func<string, T> read, Action<SimulatorOptions, T> apply)
        {
            var option = new Option<T>(name) { Description = description, HelpName = helpName };
            option.CustomParser = argument =>
            {
                try
                {
                    return read(argument.Tokens.Single().Value);
                }
                catch (FormatException error)
                {
                    argument.AddError(error.Message);
                    return default!;
                }
            };
            return new Setting(option, (options, result) => apply(options, result.GetValue(option)!));
        }
    }
}
