using System.Management.Automation;
using IruMcp.Connections;
using IruMcp.Devices;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.PowerShell;

/// <summary>Waits for devices' commands from a cmdlet, with a progress bar.</summary>
/// <param name="cmdlet">The cmdlet that waits.</param>
/// <param name="connection">The connection to ask.</param>
/// <param name="log">The cmdlet's.</param>
internal sealed class CommandWait(AsyncCmdlet cmdlet, IruConnection connection, IActivityLog log)
{
    public const int DefaultTimeoutSec = 300;

    private const int ProgressId = 1;

    private readonly DeviceCommandWatch _watch = new(connection, log);
    private readonly List<(object? Item, object Remembered)> _remembered = [];

    /// <summary>Looks at the device's queue before the call is sent.</summary>
    public void Before(ToolCall call, object? item) => cmdlet.Run(async cancellationToken =>
        _remembered.Add((item, await _watch.RememberAsync(call, cancellationToken).ConfigureAwait(false))));

    /// <summary>The call for an object of the pipeline failed. One that is in doubt is looked for all the same.</summary>
    public void Failed(object? item, IruException failure)
    {
        var index = _remembered.FindIndex(one => ReferenceEquals(one.Item, item));
        if (failure.IsAmbiguous || index < 0)
            return;
        _watch.Forget(_remembered[index].Remembered);
        _remembered.RemoveAt(index);
    }

    public void Follow(string device, string? commandId, string[]? types)
    {
        var wildcards = types?.Select(Wildcards.Of).ToList();
        _watch.Follow(device, commandId, wildcards is null ? null : type => wildcards.Any(wildcard => wildcard.IsMatch(type)));
    }

    public void Run(int timeoutSec)
    {
        if (_watch.Count == 0)
            return;
        cmdlet.Run(cancellationToken => _watch.RunAsync(
            TimeSpan.FromSeconds(timeoutSec),
            command => cmdlet.WriteAsync(() => Write(command)),
            (failure, device) => cmdlet.WriteAsync(() => cmdlet.WriteError(ErrorRecords.From(failure, device))),
            (done, waiting) => cmdlet.Post(() => cmdlet.WriteProgress(Progress(done, waiting))),
            cancellationToken));
        cmdlet.WriteProgress(new ProgressRecord(ProgressId, Messages.WaitingForCommands, " ") { RecordType = ProgressRecordType.Completed });
    }

    private void Write(DataObject command)
    {
        var item = PowerShellValues.ToPowerShell(command, revealSecrets: false);
        AddedProperties.EnsureFor([item]);
        cmdlet.WriteObject(item);
    }

    private ProgressRecord Progress(int done, string waiting) => new(ProgressId, Messages.WaitingForCommands, Messages.DevicesDone(done, _watch.Count, waiting))
    {
        PercentComplete = 100 * done / _watch.Count,
    };
}
