using System.Text.Json;
using System.Text.Json.Nodes;
using IruMcp.Simulator.Faults;
using IruMcp.Simulator.Hosting;
using IruMcp.Simulator.Protocol;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Control;

/// <summary>The control endpoint: faults, the request log, the tenant's true state, settings, the end.</summary>
public sealed class ControlRoutes(FaultBoard faults, RequestLog log, SimulatedTenant tenant, SessionTable sessions, SimulatorOptions options)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public void Map(WebApplication app)
    {
        app.MapGet("/faults", () => Results.Json(faults.Pending));
        app.MapGet("/faults/names", () => Results.Json(FaultNames.All));
        app.MapPost("/faults", SetFaultAsync);
        app.MapDelete("/faults", Do(faults.Clear));
        app.MapGet("/log", () => Json(new JsonArray([.. log.Entries.Select(e => e.ToJson())])));
        app.MapDelete("/log", Do(log.Clear));
        app.MapGet("/state/devices/{id}", (string id) => Json(DeviceState(id)));
        app.MapGet("/state/summary", () => Json(Summary()));
        app.MapPost("/settings", SetSettingsAsync);
        app.MapDelete("/sessions", async () => { await sessions.CloseAllAsync(); return Results.NoContent(); });
        app.MapPost("/shutdown", (IHostApplicationLifetime life) => { life.StopApplication(); return Results.Accepted(); });
        app.Map("/redirect-target", LogRedirected);
        app.Map("/redirect-target/{**rest}", LogRedirected);
    }

    private static Func<IResult> Do(Action action) => () =>
    {
        action();
        return Results.NoContent();
    };

    private static IResult Json(JsonNode node) => Results.Text(node.ToJsonString(), "application/json");

    private async Task<IResult> SetFaultAsync(HttpRequest request)
    {
        try
        {
            FaultRule rule = await JsonSerializer.DeserializeAsync<FaultRule>(request.Body, Web) ?? throw new JsonException("null is no fault.");
            if (rule.Fault is null || !FaultNames.All.ContainsKey(rule.Fault))
                return Problem($"Unknown fault '{rule.Fault}'. Known: {string.Join(", ", FaultNames.All.Keys)}.");
            faults.Set(rule);
            return Results.NoContent();
        }
        catch (JsonException e)
        {
            return Problem(e.Message);
        }
    }

    private async Task<IResult> SetSettingsAsync(HttpRequest request)
    {
        try
        {
            JsonObject settings = (await JsonNode.ParseAsync(request.Body))?.AsObject() ?? [];
            foreach ((string name, JsonNode? value) in settings)
                Apply(name, value?.ToString() ?? "");
            return Results.NoContent();
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return Problem(e.Message);
        }
    }

    private void Apply(string name, string value)
    {
        switch (name)
        {
            case "permissions": options.Permissions = CommandLine.Choice<PermissionLevel>(name, value); break;
            case "visibility": options.Visibility = CommandLine.Choice<ToolVisibility>(name, value); break;
            case "latency": options.LatencyMilliseconds = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture); break;
            case "rate": options.CallsPerSecond = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture); break;
            case "commandListings": tenant.CommandListings = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture); break;
            case "commandEnd": tenant.CommandEnd = CommandLine.Choice<CommandEnd>(name, value); break;
            default: throw new FormatException($"Unknown setting '{name}'. Known: permissions, visibility, latency, rate, commandListings, commandEnd.");
        }
    }

    private static IResult Problem(string message) => Results.Json(new { error = message }, statusCode: 400);

    private JsonObject DeviceState(string id) => tenant.Devices.Find(id) is { } device
        ? new JsonObject
        {
            ["exists"] = true,
            ["name"] = device.Name,
            ["assetTag"] = device.AssetTag,
            ["blueprintId"] = device.Blueprint?.Id,
            ["userId"] = device.User?.Id,
            ["isLocked"] = device.IsLocked,
            ["isInLostMode"] = device.LostMode is not null,
            ["tags"] = new JsonArray([.. device.Tags.Select(t => JsonValue.Create(t.Name))]),
            ["commands"] = new JsonArray([.. device.Commands.Select(c => JsonValue.Create(c.Type))]),
        }
        : new JsonObject { ["exists"] = false };

    private JsonObject Summary() => new()
    {
        ["devices"] = tenant.Devices.Count,
        ["users"] = tenant.Users.Count,
        ["blueprints"] = tenant.Blueprints.Count,
        ["tags"] = tenant.Tags.Count,
        ["auditEvents"] = tenant.AuditEvents.Count,
        ["sessions"] = sessions.Count,
    };

    private void LogRedirected(HttpContext http)
    {
        LogEntry entry = log.Begin(http, "redirect-target");
        entry.Status = 200;
        log.End(entry);
    }
}
