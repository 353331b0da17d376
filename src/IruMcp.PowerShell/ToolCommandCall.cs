using System.Collections;
using System.Management.Automation;
using IruMcp.Connections;
using IruMcp.Tools;

namespace IruMcp.PowerShell;

/// <summary>One run of a generated command: an Invoke-IruTool that is fed object by object, and whose objects and errors are the
/// command's own.</summary>
internal sealed class ToolCommandCall : IDisposable
{
    private const string ErrorVariable = "IruErrors";

    private const string Script = "param($IruSplat, $IruRelay) IruMcp\\Invoke-IruTool @IruSplat | IruMcp\\Step-IruToolCommand -Relay $IruRelay";

    private static readonly string[] PassedOn =
        ["Raw", "AsPlainText", "Force", "NoPaging", "PageSize", "ThrottleLimit", "RateLimitAction", "Wait", "First", "Skip", "IncludeTotalCount", "Confirm"];

    private readonly IDictionary _bound;
    private SteppablePipeline? _pipeline;

    /// <param name="function">The generated command.</param>
    /// <param name="bound">Its parameters.</param>
    /// <param name="plan">What it says about itself.</param>
    /// <param name="connection">The connection that it uses.</param>
    public ToolCommandCall(PSCmdlet function, IDictionary bound, CommandPlan plan, IruConnection connection)
    {
        Function = function;
        _bound = bound;
        Plan = plan;
        Connection = connection;
    }

    public PSCmdlet Function { get; }

    public CommandPlan Plan { get; }

    public IruConnection Connection { get; }

    public bool HasBegun => _pipeline is not null;

    public bool ExpectsInput => Function.MyInvocation.ExpectingInput;

    /// <summary>The device that the user named. Null if the device comes from the pipeline, was not given, or was given as something other
    /// than text; Core validates the latter.</summary>
    public string? Device => Plan.TakesDevice && _bound.Contains(CommandPlan.Identity) ? DeviceText(GivenValue.Of(_bound[CommandPlan.Identity])) : null;

    /// <summary>Starts Invoke-IruTool.</summary>
    /// <param name="scope">The session state that the function runs in.</param>
    /// <param name="device">The device that was looked up; null where none had to be.</param>
    public void Begin(SessionState scope, PSObject? device)
    {
        scope.PSVariable.Set(ErrorVariable, new ErrorSink(Function, Plan));
        // PowerShell has made a preference of the function's -Confirm.
        if (_bound.Contains("Confirm") && IsUnsaidConsent("Confirm"))
            scope.PSVariable.Set("ConfirmPreference", Function.SessionState.PSVariable.GetValue("ConfirmPreference"));
        // Invoke-IruTool gets what this command was given, and no defaults of its own.
        scope.PSVariable.Set(DefaultParameters.Variable, new Hashtable());
        _pipeline = PipelineOf(Parameters(device), scope);
        Guarded(() => _pipeline.Begin(ExpectsInput));
    }

    public void Process(object? input) => Guarded(() => _ = ExpectsInput ? _pipeline!.Process(input) : _pipeline!.Process());

    public void End()
    {
        Guarded(() => _pipeline?.End());
        Dispose();
    }

    public void Dispose() => _pipeline?.Dispose();

    /// <summary>In ConstrainedLanguage PowerShell gives the parts of such a pipeline no variables. The script is this module's own and fixed, so
    /// it is made ready in FullLanguage; nothing of the user's runs meanwhile.</summary>
    private SteppablePipeline PipelineOf(Hashtable parameters, SessionState scope)
    {
        var language = scope.LanguageMode;
        try
        {
            if (language == PSLanguageMode.ConstrainedLanguage)
                scope.LanguageMode = PSLanguageMode.FullLanguage;
            return ScriptBlock.Create(Script).GetSteppablePipeline(CommandOrigin.Internal, [parameters, this]);
        }
        finally
        {
            if (scope.LanguageMode != language)
                scope.LanguageMode = language;
        }
    }

    private Hashtable Parameters(PSObject? device)
    {
        var parameters = new Hashtable(StringComparer.OrdinalIgnoreCase)
        {
            ["Tool"] = Plan.Tool,
            ["Connection"] = Connection,
            ["WhatIf"] = CallerPreferences.IsWhatIf(Function, _bound),
            ["ErrorAction"] = CallerPreferences.IgnoresErrors(Function, _bound) ? ActionPreference.Ignore : ActionPreference.SilentlyContinue,
            ["ErrorVariable"] = "+" + ErrorVariable,
        };
        foreach (var name in PassedOn.Where(name => _bound.Contains(name) && !IsUnsaidConsent(name)))
            parameters[name] = _bound[name];
        if (GivenValue.Of(_bound["Clear"]) is { } cleared)
            parameters["Clear"] = Names(cleared);
        if (!ExpectsInput && (device ?? _bound["InputObject"]) is { } input)
            parameters["InputObject"] = input;
        if (Arguments(device) is { Count: > 0 } arguments)
            parameters["Arguments"] = arguments;
        return parameters;
    }

    /// <summary>The tool's names for parameters to clear: they may be given by the command's names or by the tool's.</summary>
    private string[] Names(object cleared) => [.. (cleared as object?[] ?? [cleared]).Select(given => $"{given}").Select(given =>
        Plan.Map.FirstOrDefault(entry => string.Equals(entry.Key, given, StringComparison.OrdinalIgnoreCase)).Value ?? given)];

    private static string? DeviceText(object? given) => given switch
    {
        null => "",
        object?[] { Length: 1 } list => DeviceText(list[0]),
        string or Guid => given.ToString(),
        NumberLiteral literal => literal.Text,
        _ => null,
    };

    private bool IsUnsaidConsent(string name) =>
        (name == "Force" || name == "Confirm" && !LanguagePrimitives.IsTrue(_bound[name])) && DefaultParameters.MayHaveGiven(Function, name);

    private Hashtable Arguments(PSObject? device)
    {
        var arguments = new Hashtable(StringComparer.Ordinal);
        if (_bound.Contains("Arguments") && _bound["Arguments"] is { } given)
        {
            if (GivenValue.MembersOf(given) is not { } others)
                throw new IruException("IruMcp.InvalidArgument", IruErrorCategory.InvalidArgument, CommandMessages.ArgumentsAreNoTable) { Tool = Plan.Tool };
            foreach (var other in others)
                arguments[other.Key] = other.Value;
        }
        foreach (var entry in Plan.Map.Where(entry => _bound.Contains(entry.Key)))
        {
            // The object that was looked up says whose call it is, with its name; only beside objects of the pipeline it is an argument.
            var isLookedUp = entry.Key == CommandPlan.Identity && device is not null;
            if (isLookedUp && !ExpectsInput)
                continue;
            if (arguments.ContainsKey(entry.Value))
                throw new IruException("IruMcp.ArgumentGivenTwice", IruErrorCategory.InvalidArgument, CommandMessages.ArgumentTwice(entry.Key)) { Tool = Plan.Tool };
            arguments[entry.Value] = isLookedUp ? device!.Properties["device_id"]?.Value : ToolParameters.ValueOf(Connection.Tools.Find(Plan.Tool), entry.Value, _bound[entry.Key]);
        }
        return arguments;
    }

    /// <summary>What ends Invoke-IruTool ends the command, as an error of its own.</summary>
    private void Guarded(Action step)
    {
        try
        {
            step();
        }
        catch (RuntimeException ended) when (ended is CmdletInvocationException or ParameterBindingException or CommandNotFoundException)
        {
            Dispose();
            _pipeline = null;
            Function.ThrowTerminatingError(new ErrorRecord(ended.ErrorRecord, ended));
        }
        catch
        {
            // Whoever reads the output has stopped.
            Dispose();
            throw;
        }
    }
}
