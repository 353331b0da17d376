using IruMcp.Tools;

namespace IruMcp.Devices;

/// <summary>What is said about devices' commands.</summary>
internal static class DeviceText
{
    private const string CommandsOf = "Get-IruTool -Category *Device* lists what there is.";

    public static string Waiting(string device, string type, bool isPutOff) => $"{type} on {device}{(isPutOff ? " (the device says not now)" : "")}";

    public static IruException NoQueue(string connection) => new("IruMcp.CannotWait", IruErrorCategory.NotEnabled,
        $"'{connection}' has no tool that shows a device's commands, so there is nothing to wait by.",
        "In Iru tick Get Device Commands for the token. " + CommandsOf);

    public static IruException NoDeviceAction(IruTool tool) => new("IruMcp.CannotWait", IruErrorCategory.InvalidArgument,
        $"'{tool.Name}' is no action on a device: there is no command to wait for. Nothing was sent.", "Leave -Wait out.") { Tool = tool.Name };

    public static IruException QueueTooLong(IruTool tool, string device, TimeSpan longest) => new("IruMcp.CannotWait", IruErrorCategory.OperationTimeout,
        FormattableString.Invariant($"The commands of device {device} could not be listed within {longest.TotalSeconds:0} s, so a new one could not be told from them. '{tool.Name}' was not sent."),
        "Leave -Wait out, and look at the commands afterwards.") { Tool = tool.Name, DeviceId = device };

    public static IruException NoSuchCommand(string device, string command) => new("IruMcp.NotFound", IruErrorCategory.ObjectNotFound,
        $"Device {device} has no command {command} in its queue.", "Without -CommandId whatever has not ended is waited for.") { DeviceId = device };

    public static IruException CommandFailed(string device, string type, string error) => new("IruMcp.CommandFailed", IruErrorCategory.InvalidResult,
        $"'{type}' failed on device {device}{(error.Length > 0 ? $": {error}" : "; the device gave no reason")}.") { DeviceId = device };

    public static IruException StillWaiting(string device, string waiting, TimeSpan timeout) => new("IruMcp.WaitTimeout", IruErrorCategory.OperationTimeout,
        FormattableString.Invariant($"After {timeout.TotalSeconds:0} s this has not ended yet: {waiting}. It stays queued and runs when the device can be reached."),
        $"Wait-IruDeviceCommand {device} -TimeoutSec 3600 waits longer.") { DeviceId = device };

    public static IruException NotSeen(string device, TimeSpan timeout) => new("IruMcp.WaitTimeout", IruErrorCategory.OperationTimeout,
        FormattableString.Invariant($"The commands of device {device} could not be listed to their end within {timeout.TotalSeconds:0} s."),
        $"Wait-IruDeviceCommand {device} -TimeoutSec 3600 waits longer.") { DeviceId = device };

    public static string DeviceGone(string device) => $"Device {device} is no longer in Iru, and with it went its commands: there is nothing left to wait for.";

    public static string NoNewCommand(string device) =>
        $"No new command has shown in the queue of device {device}: the action needs none, or it has not been done.";
}
