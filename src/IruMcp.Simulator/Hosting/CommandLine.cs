using System.Globalization;

namespace IruMcp.Simulator.Hosting;

/// <summary>Reads the switches. A switch that is not known, or a value that does not fit, is an error with a sentence.</summary>
public static class CommandLine
{
    /// <summary>Versions of the protocol the simulator can be told to speak, oldest first.</summary>
    public static readonly string[] ProtocolVersions = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"];

    /// <exception cref="FormatException">A switch or value is not understood; the message says which.</exception>
    public static SimulatorOptions Parse(string[] arguments)
    {
        var options = new SimulatorOptions();
        var queue = new Queue<string>(arguments.SelectMany(SplitAtEquals));
        while (queue.TryDequeue(out string? name))
            Apply(options, name, queue);
        return options;
    }

    private static IEnumerable<string> SplitAtEquals(string argument)
    {
        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        return argument.StartsWith("--", StringComparison.Ordinal) && equals > 0
            ? [argument[..equals], argument[(equals + 1)..]]
            : [argument];
    }

    private static void Apply(SimulatorOptions options, string name, Queue<string> rest)
    {
        string Value() => rest.TryDequeue(out string? value) ? value : throw new FormatException($"{name} needs a value.");
        int Number() => int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new FormatException($"{name} needs a number.");

        switch (name)
        {
            case "--port": options.Port = Number(); break;
            case "--control-port": options.ControlPort = Number(); break;
            case "--parent-pid": options.ParentProcessId = Number(); break;
            case "--log": options.Log = true; break;
            case "--devices": options.Devices = Number(); break;
            case "--seed": options.Seed = Number(); break;
            case "--api-key": options.ApiKey = Value(); break;
            case "--profile": options.Profile = Value(); break;
            case "--server-name": options.ServerName = Value(); break;
            case "--server-version": options.ServerVersion = Value(); break;
            case "--naming": options.Naming = Choice<NamingScheme>(name, Value()); break;
            case "--schema": options.Schema = Choice<SchemaForms>(name, Value()); break;
            case "--session": options.Session = true; break;
            case "--json": options.Json = true; break;
            case "--protocol": options.Protocol = Protocol(Value()); break;
            case "--tools-per-page": options.ToolsPerPage = Number(); break;
            case "--annotations": options.Annotations = Choice<AnnotationStyle>(name, Value()); break;
            case "--structured":
                bool only = rest.TryPeek(out string? next) && next == "only";
                if (only)
                    rest.Dequeue();
                options.Structured = only ? StructuredStyle.Only : StructuredStyle.Beside;
                break;
            case "--error-style": options.ErrorStyle = Choice<ErrorStyle>(name, Value()); break;
            case "--permissions": options.Permissions = Choice<PermissionLevel>(name, Value()); break;
            case "--visibility": options.Visibility = Choice<ToolVisibility>(name, Value()); break;
            case "--rate": options.CallsPerSecond = Number(); break;
            case "--rate-as-text": options.TellsLimitAsText = true; break;
            case "--latency": options.LatencyMilliseconds = Number(); break;
            default: throw new FormatException($"Unknown switch '{name}'. --help lists them all.");
        }
    }

    /// <summary>One of an enumeration's names, or several joined by commas where they can be combined.</summary>
    /// <exception cref="FormatException">The text is none of them.</exception>
    public static T Choice<T>(string name, string text) where T : struct, Enum =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && Enum.TryParse(text, ignoreCase: true, out T value)
            ? value
            : throw new FormatException($"{name} takes one of: {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");

    private static string Protocol(string text) => ProtocolVersions.Contains(text)
        ? text
        : throw new FormatException($"--protocol takes one of: {string.Join(", ", ProtocolVersions)}.");
}
