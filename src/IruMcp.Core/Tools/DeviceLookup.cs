using IruMcp.Connections;
using IruMcp.Results;

namespace IruMcp.Tools;

/// <summary>Finds the one device that a serial number or a name means. A UUID needs no look-up.</summary>
public static class DeviceLookup
{
    private const string ListOperation = "list-devices";

    // The server's filters find parts of names as well, so that each match is compared here.
    private static readonly string[] Filters = ["serial_number", "device_name"];

    /// <summary>True where the text is a device's id already.</summary>
    public static bool IsId(string text) => Guid.TryParseExact(text.Trim(), "D", out _);

    /// <summary>The device as the tool that lists devices gives it.</summary>
    /// <param name="connection">Where to ask: one read for serial numbers, one for names.</param>
    /// <param name="text">A whole serial number or a whole name; case does not matter.</param>
    /// <param name="log">Receives what is asked.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IruException"><c>IruMcp.DeviceNotFound</c>, <c>IruMcp.DeviceAmbiguous</c>, or the server has no tool that lists devices.</exception>
    public static async Task<DataObject> FindAsync(IruConnection connection, string text, IActivityLog log, CancellationToken cancellationToken)
    {
        var wanted = text.Trim();
        if (wanted.Length == 0)
            throw new IruException("IruMcp.MissingArgument", IruErrorCategory.InvalidArgument, ToolText.EmptyDevice);
        var tool = connection.Tools.Tools.FirstOrDefault(tool => tool.Operation?.Id == ListOperation)
            ?? throw new IruException("IruMcp.UnknownTool", IruErrorCategory.ObjectNotFound, ToolText.NoDeviceList(wanted), ToolText.GiveDeviceId);
        var found = new Dictionary<string, DataObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var filter in Filters)
            await AddAsync(connection, tool, filter, wanted, found, log, cancellationToken).ConfigureAwait(false);
        return found.Count switch
        {
            1 => found.Values.First(),
            0 => throw new IruException("IruMcp.DeviceNotFound", IruErrorCategory.ObjectNotFound, ToolText.NoSuchDevice(wanted), ToolText.WholeNameNeeded) { Tool = tool.Name },
            _ => throw new IruException("IruMcp.DeviceAmbiguous", IruErrorCategory.InvalidArgument, ToolText.SeveralDevices(wanted, [.. found.Keys]), ToolText.GiveDeviceId)
            { Tool = tool.Name },
        };
    }

    private static async Task AddAsync(
        IruConnection connection, IruTool tool, string filter, string wanted, Dictionary<string, DataObject> found, IActivityLog log, CancellationToken cancellationToken)
    {
        if (tool.Parameters.FirstOrDefault(parameter => Identifiers.Plain(parameter.Name) == Identifiers.Plain(filter)) is not { } parameter)
            return;
        var call = ToolCall.Bind(tool, null, new Dictionary<string, object?> { [parameter.Name] = wanted }, null, new PageRequest());
        using var reader = connection.Invoke(call, log);
        while (await reader.ReadPageAsync(cancellationToken).ConfigureAwait(false) is { } page)
            foreach (var device in page.Items.OfType<DataObject>())
                if (Is(device, filter, wanted) && device["device_id"] is string { Length: > 0 } id)
                    found[id] = device;
    }

    private static bool Is(DataObject device, string member, string wanted) =>
        string.Equals((device[member] as string)?.Trim(), wanted, StringComparison.OrdinalIgnoreCase);
}
