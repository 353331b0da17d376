using System.Management.Automation;

namespace IruMcp.PowerShell.Commands;

/// <summary>Waits until queued MDM commands have ended.</summary>
[Cmdlet(VerbsLifecycle.Wait, "IruDeviceCommand")]
[OutputType("Iru.Command")]
public sealed class WaitIruDeviceCommandCommand : ConnectedCmdlet
{
    private CommandWait? _wait;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("device_id")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public string[] DeviceId { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("uuid")]
    public string? CommandId { get; set; }

    [Parameter]
    [SupportsWildcards]
    public string[]? CommandType { get; set; }

    /// <summary>Seconds to wait in all.</summary>
    [Parameter]
    [ValidateRange(1, 86_400)]
    public int TimeoutSec { get; set; } = CommandWait.DefaultTimeoutSec;

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            _wait = new CommandWait(this, OpenConnection, Log);
        }
        catch (IruException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure));
        }
    }

    protected override void ProcessRecord()
    {
        foreach (var device in DeviceId)
            _wait!.Follow(device, CommandId, CommandType);
    }

    protected override void EndProcessing()
    {
        try
        {
            _wait!.Run(TimeoutSec);
        }
        catch (IruException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure));
        }
    }
}
