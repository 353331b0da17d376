using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>The REST side says no: a status and the body that goes with it.</summary>
public sealed class RestException(int status, JsonNode? body) : Exception($"HTTP {status}")
{
    public int Status { get; } = status;
    public JsonNode? Body { get; } = body;

    public static RestException NotFound(string what) => new(404, new JsonObject { ["detail"] = $"{what} not found." });

    public static RestException BadRequest(JsonNode body) => new(400, body);
}

/// <summary>One request that reached the REST side, with arguments that fit the schema.</summary>
public sealed record RestCall(SimulatedTenant Tenant, string Path, JsonObject Arguments)
{
    public string? Text(string name) => Value(name) is { } v && v.GetValueKind() == JsonValueKind.String ? v.GetValue<string>() : null;

    public bool Has(string name) => Arguments.ContainsKey(name);

    public bool? Flag(string name) => Value(name)?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public int Number(string name, int otherwise) =>
        Value(name) is { } v && v.GetValueKind() == JsonValueKind.Number && decimal.TryParse(v.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            ? (int)Math.Min(number, int.MaxValue)
            : otherwise;

    public IReadOnlyList<string>? List(string name) => Value(name) switch
    {
        JsonArray array => [.. array.Select(n => n!.GetValue<string>())],
        JsonValue text when text.GetValueKind() == JsonValueKind.String =>
            text.GetValue<string>().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        _ => null,
    };

    public JsonObject? Object(string name) => Value(name) as JsonObject;

    /// <exception cref="RestException">404: no such device, or no longer.</exception>
    public Device Device() => Tenant.Devices.Find(Text("device_id")) ?? throw RestException.NotFound("Device");

    private JsonNode? Value(string name) => Arguments[name];
}
