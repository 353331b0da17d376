using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace IruMcp.Simulator.Tenant;

/// <summary>The whole simulated tenant: what is in it now. A call that changes something holds <see cref="Gate"/>.</summary>
public sealed class SimulatedTenant
{
    private long _eventNumber = 9_007_199_254_740_993;
    private ImmutableList<JsonObject> _auditEvents = [];
    private int _idNumber;

    public SimulatedTenant(int devices, int seed)
    {
        Seed = seed;
        FleetBuilder.Fill(this, devices);
    }

    public int Seed { get; }
    public Lock Gate { get; } = new();
    public Store<Device> Devices { get; } = new();
    public Store<User> Users { get; } = new();
    public Store<Blueprint> Blueprints { get; } = new();
    public Store<Tag> Tags { get; } = new();
    public Store<Document> Library { get; } = new();
    public Store<Document> AdeIntegrations { get; } = new();
    public Store<AdeDevice> AdeDevices { get; } = new();
    public Store<Document> Exports { get; } = new();
    public Store<Document> Uploads { get; } = new();
    public string RoutingCode { get; set; } = "424242";
    public bool IsRoutingActive { get; set; } = true;

    /// <summary>How often a new command is listed before its device has taken it; negative for never.</summary>
    public int CommandListings { get; set; } = 1;

    /// <summary>How devices take the commands that are still open.</summary>
    public CommandEnd CommandEnd { get; set; }

    /// <summary>Newest last.</summary>
    public IReadOnlyList<JsonObject> AuditEvents => _auditEvents;

    /// <summary>An id for something new; the same sequence for the same seed.</summary>
    public string NewId(string kind) => new Dice(Seed, "new " + kind, Interlocked.Increment(ref _idNumber)).Uuid();

    /// <summary>Beyond 2^53, so that a client which reads numbers as doubles is found out.</summary>
    public long NextEventNumber() => Interlocked.Increment(ref _eventNumber);

    public void Audit(string action, string targetType, string targetId, JsonObject? newState = null)
    {
        JsonObject entry = AuditEvent(action, targetType, targetId, newState, DateTime.UtcNow);
        ImmutableInterlocked.Update(ref _auditEvents, list => list.Add(entry));
    }

    /// <summary>Adds what happened before the simulation began, oldest first.</summary>
    public void AuditPast(IEnumerable<(string Action, string TargetType, string TargetId, DateTime At)> events) =>
        _auditEvents = _auditEvents.AddRange(events.Select(e => AuditEvent(e.Action, e.TargetType, e.TargetId, null, e.At)));

    private JsonObject AuditEvent(string action, string targetType, string targetId, JsonObject? newState, DateTime at) => new()
    {
        ["id"] = NewId("audit"),
        ["action"] = action,
        ["occurred_at"] = Dates.Iso(at),
        ["actor_id"] = "44444444-4444-4444-8444-444444444444",
        ["actor_type"] = "api_token",
        ["target_id"] = targetId,
        ["target_type"] = targetType,
        ["target_component"] = null,
        ["new_state"] = newState ?? [],
        ["metadata"] = new JsonObject(),
    };

    /// <summary>Notes that a command was sent: in the device's queue, its activity and the audit trail.</summary>
    public void Sent(Device device, string command)
    {
        device.Commands = device.Commands.Insert(0, new DeviceCommand(NewId("command"), command, DateTime.UtcNow));
        Happened(device, "mdm_command_sent", new JsonObject { ["command"] = command, ["Command"] = command.ToUpperInvariant(), [""] = "no name" });
        Audit("create", "device_command", device.Id, new JsonObject { ["command_type"] = command });
    }

    public void Happened(Device device, string action, JsonObject details) =>
        device.Events = device.Events.Insert(0, new DeviceEvent(NextEventNumber(), action, DateTime.UtcNow, details));

    /// <summary>Takes the device out of the tenant; false when it is gone already.</summary>
    public bool RemoveDevice(Device device, string action)
    {
        if (!Devices.Remove(device.Id))
            return false;
        Audit(action, "device", device.Id);
        return true;
    }
}
