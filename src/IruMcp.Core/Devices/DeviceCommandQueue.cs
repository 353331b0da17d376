using IruMcp.Connections;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Devices;

/// <summary>Reads the queue of MDM commands of devices.</summary>
internal sealed class DeviceCommandQueue
{
    private const string Operation = "get-device-commands";

    private readonly IruConnection _connection;
    private readonly IActivityLog _log;
    private readonly IruTool _tool;

    /// <exception cref="IruException"><c>IruMcp.CannotWait</c>: the server lists no tool for it.</exception>
    public DeviceCommandQueue(IruConnection connection, IActivityLog log)
    {
        _connection = connection;
        _log = log;
        _tool = connection.Tools.Tools.FirstOrDefault(tool => tool.Operation?.Id == Operation) ?? throw DeviceText.NoQueue(connection.Name);
    }

    /// <summary>All commands of a device that the server still knows.</summary>
    public async Task<IReadOnlyList<QueuedCommand>> ReadAsync(string device, CancellationToken cancellationToken)
    {
        var call = ToolCall.Bind(_tool, new PipelineItem(device, []), new Dictionary<string, object?>(), null, new PageRequest());
        var reader = _connection.Invoke(call, _log);
        var commands = new List<QueuedCommand>();
        while (await reader.ReadPageAsync(cancellationToken).ConfigureAwait(false) is { } page)
            commands.AddRange(page.Items.OfType<DataObject>().Select(item => new QueuedCommand(item)));
        return commands;
    }
}

/// <summary>A command in a device's queue, as the server told it.</summary>
internal sealed class QueuedCommand(DataObject data)
{
    // As documented: 1 pending, 2 running, 3 completed, 4 failed, 5 not now.
    private const long Completed = 3;
    private const long Failed = 4;
    private const long NotNow = 5;

    public DataObject Data { get; } = data;

    public string Id => Data["uuid"]?.ToString() ?? "";

    public string Type => Data["command_type"]?.ToString() ?? Data["request_type"]?.ToString() ?? "";

    public bool HasEnded => Status is Completed or Failed;

    public bool HasFailed => Status == Failed;

    /// <summary>The device was asked and is busy, asleep or locked; it will be asked again.</summary>
    public bool IsPutOff => Status == NotNow;

    /// <summary>What the device says of the failure, from the innermost error; null where it says nothing.</summary>
    public string? Error => (Data["error_chain"] as object?[])?.OfType<DataObject>().LastOrDefault() is { } error
        ? (error["LocalizedDescription"] ?? error["USEnglishDescription"] ?? error["description"] ?? error["ErrorCode"])?.ToString()
        : null;

    private long Status => Data["status"] is long number ? number : 0;
}
