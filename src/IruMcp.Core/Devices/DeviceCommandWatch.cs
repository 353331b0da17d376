using System.Diagnostics;
using IruMcp.Connections;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Devices;

/// <summary>Follows MDM commands of devices until they have ended. One object for one wait; not safe for several threads at once.</summary>
public sealed class DeviceCommandWatch
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>A tenant has 10,000 requests an hour for all of its tokens: of many devices, each is asked less often.</summary>
    private static readonly TimeSpan PausePerDevice = TimeSpan.FromSeconds(0.5);

    /// <summary>An action shows in the queue at once, or after a moment; what does not show after so many looks makes no command.</summary>
    private const int LooksForNewCommand = 4;

    /// <summary>For the look that is under way when the time is up: a queue may be endless, or its server silent.</summary>
    private static readonly TimeSpan TimeForLastLook = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestLookBefore = TimeSpan.FromSeconds(60);

    private readonly IruConnection _connection;
    private readonly IActivityLog _log;
    private readonly DeviceCommandQueue _queue;
    private readonly List<Watched> _watched = [];

    /// <exception cref="IruException"><c>IruMcp.CannotWait</c>: the server lists no tool that shows a device's commands.</exception>
    public DeviceCommandWatch(IruConnection connection, IActivityLog log)
    {
        _connection = connection;
        _log = log;
        _queue = new DeviceCommandQueue(connection, log);
    }

    /// <summary>Follows the commands of a device that have not ended, or those that are named.</summary>
    /// <param name="deviceId">The device.</param>
    /// <param name="commandId">The command's uuid; null for any.</param>
    /// <param name="isWantedType">Whether commands of a type are followed; null for all.</param>
    public void Follow(string deviceId, string? commandId, Func<string, bool>? isWantedType) =>
        _watched.Add(new Watched(deviceId, commandId, isWantedType, knownBefore: null));

    /// <summary>Looks at a device's queue before an action, so that its command can be told from older ones afterwards.</summary>
    /// <param name="call">The action; it must be about a device.</param>
    /// <returns>Takes the action back out with <see cref="Forget"/>.</returns>
    /// <exception cref="IruException"><c>IruMcp.CannotWait</c> where the call is about no device; or the queue could not be read.</exception>
    public async Task<object> RememberAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var device = call.DeviceId ?? throw DeviceText.NoDeviceAction(call.Tool);
        var known = await ReadAsync(device, LongestLookBefore, cancellationToken).ConfigureAwait(false)
            ?? throw DeviceText.QueueTooLong(call.Tool, device, LongestLookBefore);
        var watched = new Watched(device, null, null, new HashSet<string>(known.Select(command => command.Id), StringComparer.Ordinal));
        _watched.Add(watched);
        return watched;
    }

    /// <summary>The action was certainly not done: there is no command to wait for.</summary>
    public void Forget(object remembered) => _watched.Remove((Watched)remembered);

    /// <summary>How many devices are followed.</summary>
    public int Count => _watched.Count;

    /// <summary>Waits for the end of every command.</summary>
    /// <param name="timeout">The longest wait.</param>
    /// <param name="ended">Takes each command when it has ended, as the server gives it.</param>
    /// <param name="failed">Takes what went wrong: a command that failed, a device that cannot be asked, the time that is up; and the device's id.</param>
    /// <param name="progress">Takes how many devices are done, and what is waited for.</param>
    public async Task RunAsync(
        TimeSpan timeout, Func<DataObject, Task> ended, Func<IruException, string, Task> failed, Action<int, string> progress, CancellationToken cancellationToken)
    {
        var time = Stopwatch.StartNew();
        var open = new List<Watched>(_watched);
        for (var pause = FirstPause; ; pause = Shorter(LongestPause, TimeSpan.FromTicks(pause.Ticks * 2)))
        {
            foreach (var watched in open.ToList())
            {
                progress(_watched.Count - open.Count, watched.Waiting);
                var longest = Longer(timeout + TimeForLastLook - time.Elapsed, TimeSpan.Zero);
                if (await LookAsync(watched, longest, ended, failed, cancellationToken).ConfigureAwait(false))
                    open.Remove(watched);
            }
            if (open.Count == 0)
                return;

            var next = Longer(pause, TimeSpan.FromTicks(PausePerDevice.Ticks * open.Count));
            if (time.Elapsed + next > timeout)
            {
                // One last look when the time is up.
                if (timeout - time.Elapsed is var left && left > TimeSpan.Zero)
                {
                    await Task.Delay(left, cancellationToken).ConfigureAwait(false);
                    continue;
                }
                foreach (var watched in open)
                    await failed(watched.HasSeenDevice ? DeviceText.StillWaiting(watched.Device, watched.Waiting, timeout) : DeviceText.NotSeen(watched.Device, timeout), watched.Device)
                        .ConfigureAwait(false);
                return;
            }
            await Task.Delay(next, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>True when there is nothing left to wait for.</summary>
    private async Task<bool> LookAsync(
        Watched watched, TimeSpan longest, Func<DataObject, Task> ended, Func<IruException, string, Task> failed, CancellationToken cancellationToken)
    {
        IReadOnlyList<QueuedCommand>? commands;
        try
        {
            commands = await ReadAsync(watched.Device, longest, cancellationToken).ConfigureAwait(false);
        }
        catch (IruException gone) when (gone.Id == FailureIds.NotFound && watched.HasSeenDevice)
        {
            _log.Warning(DeviceText.DeviceGone(watched.Device));
            return true;
        }
        catch (IruException failure)
        {
            await failed(failure, watched.Device).ConfigureAwait(false);
            return true;
        }

        if (commands is null)
            return false;
        foreach (var command in watched.Take(commands))
        {
            await ended(command.Data).ConfigureAwait(false);
            if (command.HasFailed)
                await failed(DeviceText.CommandFailed(watched.Device, command.Type, _connection.RedactLine(command.Error ?? "")), watched.Device).ConfigureAwait(false);
        }
        if (watched.IsMissing)
        {
            await failed(DeviceText.NoSuchCommand(watched.Device, watched.CommandId!), watched.Device).ConfigureAwait(false);
            return true;
        }
        if (!watched.IsWaitingForNew)
            return !watched.IsWaiting;
        if (watched.Looks < LooksForNewCommand)
            return false;
        _log.Warning(DeviceText.NoNewCommand(watched.Device));
        return true;
    }

    /// <summary>Null where the queue was not read to its end in time.</summary>
    private async Task<IReadOnlyList<QueuedCommand>?> ReadAsync(string device, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        giveUp.CancelAfter(longest);
        try
        {
            return await _queue.ReadAsync(device, giveUp.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private sealed class Watched(string device, string? commandId, Func<string, bool>? isWantedType, HashSet<string>? knownBefore)
    {
        private readonly HashSet<string> _open = new(StringComparer.Ordinal);
        private bool _hasNew;

        public string Device { get; } = device;

        public string? CommandId { get; } = commandId;

        public int Looks { get; private set; }

        public bool HasSeenDevice => Looks > 0 || knownBefore is not null;

        public bool IsWaiting => _open.Count > 0;

        /// <summary>True where the command that was named is not in the queue, and never was.</summary>
        public bool IsMissing => CommandId is not null && !_hasNew;

        public bool IsWaitingForNew => knownBefore is not null && !_hasNew;

        /// <summary>What is waited for, in words.</summary>
        public string Waiting { get; private set; } = device;

        /// <summary>Looks at the queue; gives back the commands that have ended since the last look.</summary>
        public List<QueuedCommand> Take(IReadOnlyList<QueuedCommand> commands)
        {
            var isFirst = Looks++ == 0;
            var ended = new List<QueuedCommand>();
            foreach (var command in commands.Where(IsWanted))
            {
                _hasNew = true;
                // One that is named, or that an action has just made, counts even where it has ended before the first look.
                var isOurs = _open.Contains(command.Id) || knownBefore?.Add(command.Id) == true || isFirst && (!command.HasEnded || CommandId is not null);
                if (!isOurs)
                    continue;
                if (command.HasEnded)
                {
                    _open.Remove(command.Id);
                    ended.Add(command);
                    continue;
                }
                _open.Add(command.Id);
                Waiting = DeviceText.Waiting(Device, command.Type, command.IsPutOff);
            }
            return ended;
        }

        private bool IsWanted(QueuedCommand command) =>
            (CommandId is null || string.Equals(command.Id, CommandId, StringComparison.OrdinalIgnoreCase))
            && (isWantedType is null || isWantedType(command.Type))
            && (knownBefore is null || _open.Contains(command.Id) || !knownBefore.Contains(command.Id));
    }
}
