using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation;
using IruMcp.Commands;
using IruMcp.Connections;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.PowerShell.Commands;

/// <summary>What generated commands consist of: they hand themselves over and let this cmdlet call Invoke-IruTool for them.</summary>
[Cmdlet(VerbsCommon.Step, "IruToolCommand", DefaultParameterSetName = ProcessSet)]
[OutputType(typeof(object))]
public sealed class StepIruToolCommandCommand : AsyncCmdlet
{
    private const string BeginSet = "Begin";
    private const string ProcessSet = "Process";
    private const string EndSet = "End";
    private const string RelaySet = "Relay";

    private static readonly ConcurrentDictionary<string, bool> Reported = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The generated command itself.</summary>
    [Parameter(Mandatory = true, ParameterSetName = BeginSet)]
    public PSCmdlet? Command { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = BeginSet)]
    public IDictionary? Bound { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = BeginSet)]
    public IDictionary? Plan { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = ProcessSet)]
    [Parameter(Mandatory = true, ParameterSetName = EndSet)]
    public object? Call { get; set; }

    [Parameter(ParameterSetName = ProcessSet)]
    [AllowNull]
    public object? InputObject { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = EndSet)]
    public SwitchParameter End { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = RelaySet)]
    public object? Relay { get; set; }

    [Parameter(ParameterSetName = RelaySet, ValueFromPipeline = true)]
    [AllowNull]
    public object? Item { get; set; }

    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case BeginSet: Start(); break;
            case ProcessSet: Step(CallOf(Call)); break;
            case EndSet: CallOf(Call).End(); break;
            default: CallOf(Relay).Function.WriteObject(Item); break;
        }
    }

    private static ToolCommandCall CallOf(object? value) => (ToolCommandCall)(value is PSObject wrapped ? wrapped.BaseObject : value)!;

    private static IruConnection? Open(object? named) => named is null ? RunspaceConnections.Default
        : (IruConnection)new ConnectionTransformationAttribute().Transform(null!, named);

    private void Start()
    {
        var function = Command!;
        try
        {
            CallerPreferences.Bring(function, Bound!, SessionState);
            var plan = CommandPlan.Of(Plan!, Bound!, function.MyInvocation.ExpectingInput);
            var call = new ToolCommandCall(function, Bound!, plan, ConnectionFor(plan));
            ReportChange(call);
            WriteObject(call);
            Begin(call);
        }
        catch (IruException failure)
        {
            function.ThrowTerminatingError(ErrorRecords.From(failure));
        }
        catch (RuntimeException failed) when (failed is CmdletInvocationException or ActionPreferenceStopException or CommandNotFoundException)
        {
            // Connecting has failed; what it says of that is the command's own error.
            function.ThrowTerminatingError(new ErrorRecord(failed.ErrorRecord, failed));
        }
    }

    /// <summary>A device that is not found leaves the call unbegun: an error like any other that is about one object.</summary>
    private void Begin(ToolCommandCall call)
    {
        PSObject? found = null;
        if (call.Device is { } device && !DeviceLookup.IsId(device))
            try
            {
                found = Find(call, device);
            }
            catch (IruException failure)
            {
                call.Function.WriteError(ErrorRecords.From(failure, device));
                return;
            }
        call.Begin(SessionState, found);
    }

    private void Step(ToolCommandCall call)
    {
        if (!call.HasBegun)
            return;
        var input = InputObject;
        try
        {
            var text = (input is PSObject wrapped ? wrapped.BaseObject : input) as string;
            if (call.ExpectsInput && call.Plan.TakesDevice && call.Device is null && !string.IsNullOrWhiteSpace(text) && !DeviceLookup.IsId(text!))
                input = Find(call, text!);
        }
        catch (IruException failure)
        {
            call.Function.WriteError(ErrorRecords.From(failure, input));
            return;
        }
        call.Process(input);
    }

    private PSObject Find(ToolCommandCall call, string device)
    {
        DataObject? found = null;
        Run(async cancellationToken => found = await DeviceLookup.FindAsync(call.Connection, device, Log, cancellationToken).ConfigureAwait(false));
        return PSObject.AsPSObject(PowerShellValues.ToPowerShell(found, revealSecrets: false)!);
    }

    private IruConnection ConnectionFor(CommandPlan plan)
    {
        try
        {
            var named = Bound!.Contains("Connection") ? Bound["Connection"] : null;
            var pinned = plan.Connection is null ? null : RunspaceConnections.Find(plan.Connection);
            var connection = named is not null ? Open(named) : plan.Connection is null ? Open(null) : pinned;
            if (connection is null && named is null && plan.IsOnDisk)
                connection = Connect(plan.Connection);
            if (connection is null)
                throw plan.Connection is { } name
                    ? new IruException("IruMcp.NotConnected", IruErrorCategory.ConnectionError, CommandMessages.NotConnectedAs(name), CommandMessages.ConnectAs(name))
                    : new IruException("IruMcp.NotConnected", IruErrorCategory.ConnectionError, Messages.NotConnected, Messages.ConnectFirst);
            return connection.IsOpen ? connection : throw ConnectedCmdlet.Closed(connection);
        }
        catch (ArgumentTransformationMetadataException unknown)
        {
            throw new IruException("IruMcp.NotConnected", IruErrorCategory.ConnectionError, unknown.Message);
        }
    }

    /// <summary>Opens the connection that a module on disk was made for, on first use.</summary>
    private static IruConnection? Connect(string? name)
    {
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand("IruMcp\\Connect-IruMcp").AddParameter("PassThru").AddParameter("ErrorAction", ActionPreference.Stop);
        if (name is not null)
            shell.AddParameter("Name", name);
        return shell.Invoke().Select(result => result.BaseObject).OfType<IruConnection>().LastOrDefault();
    }

    /// <summary>Says once in a process that the server's tool is not the one that the command was made of.</summary>
    private static void ReportChange(ToolCommandCall call)
    {
        if (!call.Plan.IsOnDisk)
            return;
        var tool = call.Connection.Tools.Find(call.Plan.Tool);
        if (tool is not null && (call.Plan.Fingerprint is null || ToolFingerprint.Of(tool) == call.Plan.Fingerprint))
            return;
        var command = call.Function.MyInvocation.MyCommand;
        var folder = command.Module?.ModuleBase ?? "";
        if (Reported.TryAdd($"{folder}|{call.Connection.Uri}|{call.Plan.Tool}", true))
            call.Function.WriteWarning(tool is null
                ? CommandMessages.ToolIsGone(command.Name, call.Plan.Tool, folder) : CommandMessages.ToolHasChanged(command.Name, call.Plan.Tool, folder));
    }
}
