using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>Blueprints: reading, creating, changing, deleting.</summary>
internal static class BlueprintRoutes
{
    public static void Register(RestRoutes routes)
    {
        routes.Map("GET /blueprints", List);
        routes.Map("GET /blueprints/{blueprint_id}", call => Json(Find(call), Count(call, Find(call))));
        routes.Map("POST /blueprints", Create);
        routes.Map("PATCH /blueprints/{blueprint_id}", Update);
        routes.Map("DELETE /blueprints/{blueprint_id}", Delete);
    }

    /// <exception cref="RestException">404: no such blueprint.</exception>
    public static Blueprint Find(RestCall call) => call.Tenant.Blueprints.Find(call.Text("blueprint_id")) ?? throw RestException.NotFound("Blueprint");

    private static JsonObject List(RestCall call)
    {
        IEnumerable<Blueprint> found = call.Tenant.Blueprints.All;
        if (call.Text("id") is { } id)
            found = found.Where(b => string.Equals(b.Id, id, StringComparison.OrdinalIgnoreCase));
        if (call.List("id__in") is { } ids)
            found = found.Where(b => ids.Contains(b.Id, StringComparer.OrdinalIgnoreCase));
        if (call.Text("name") is { } name)
            found = found.Where(b => b.Name.Contains(name, StringComparison.OrdinalIgnoreCase));
        Dictionary<Blueprint, (int All, int Missing)> counts = call.Tenant.Devices.All.Where(d => d.Blueprint is not null)
            .GroupBy(d => d.Blueprint!).ToDictionary(g => g.Key, g => (g.Count(), g.Count(d => d.IsMissing)));
        return Paging.ByOffset(call, [.. found], b => Json(b, counts.GetValueOrDefault(b)));
    }

    private static (int All, int Missing) Count(RestCall call, Blueprint blueprint)
    {
        Device[] inside = [.. call.Tenant.Devices.All.Where(d => d.Blueprint == blueprint)];
        return (inside.Length, inside.Count(d => d.IsMissing));
    }

    private static JsonObject Create(RestCall call)
    {
        string name = call.Text("name")!;
        if (call.Tenant.Blueprints.All.Any(b => b.Name == name))
            throw RestException.BadRequest(new JsonArray("Blueprint with this name already exists."));
        JsonObject? source = call.Object("source");
        Blueprint? copied = (string?)source?["type"] == "blueprint"
            ? call.Tenant.Blueprints.Find((string?)source["id"]) ?? throw RestException.NotFound("Source blueprint") : null;
        string type = call.Text("type") ?? copied?.Type ?? "classic";
        if (copied is not null && copied.Type != type)
            throw RestException.BadRequest(new JsonArray("Blueprint type must match the type of its source."));

        JsonObject code = call.Object("enrollment_code")!;
        var blueprint = new Blueprint(call.Tenant.NewId("blueprint"))
        {
            Name = name,
            Type = type,
            EnrollmentCode = (string?)code["code"] ?? new Dice(call.Tenant.Seed, name, call.Tenant.Blueprints.Count).Characters("0123456789", 6),
            IsEnrollmentActive = (bool)code["is_active"]!,
            LibraryItems = copied?.LibraryItems ?? [],
        };
        Change(blueprint, call);
        call.Tenant.Blueprints.Add(blueprint);
        call.Tenant.Audit("create", "blueprint", blueprint.Id);
        return Json(blueprint, (0, 0));
    }

    private static JsonObject Update(RestCall call)
    {
        Blueprint blueprint = Find(call);
        if (call.Text("name") is { } name && call.Tenant.Blueprints.All.Any(b => b != blueprint && b.Name == name))
            throw RestException.BadRequest(new JsonArray("Blueprint with this name already exists."));
        Change(blueprint, call);
        call.Tenant.Audit("update", "blueprint", blueprint.Id);
        return Json(blueprint, Count(call, blueprint));
    }

    private static void Change(Blueprint blueprint, RestCall call)
    {
        blueprint.Name = call.Text("name") ?? blueprint.Name;
        blueprint.Color = call.Text("color") ?? blueprint.Color;
        blueprint.Icon = call.Text("icon") ?? blueprint.Icon;
        blueprint.Description = call.Text("description") ?? blueprint.Description;
        if (call.Object("enrollment_code") is { } code)
        {
            blueprint.EnrollmentCode = (string?)code["code"] ?? blueprint.EnrollmentCode;
            blueprint.IsEnrollmentActive = (bool?)code["is_active"] ?? blueprint.IsEnrollmentActive;
        }
    }

    // Every device inside becomes unmanaged: its record stays, without a blueprint and without MDM.
    private static JsonNode? Delete(RestCall call)
    {
        Blueprint blueprint = Find(call);
        call.Tenant.Blueprints.Remove(blueprint.Id);
        foreach (Device device in call.Tenant.Devices.All)
        {
            if (device.Blueprint == blueprint)
            {
                device.Blueprint = null;
                call.Tenant.Happened(device, "device_unmanaged", []);
            }
        }
        call.Tenant.Audit("delete", "blueprint", blueprint.Id);
        return null;
    }

    private static JsonObject Json(Blueprint b, (int All, int Missing) count) => new()
    {
        ["id"] = b.Id,
        ["name"] = b.Name,
        ["icon"] = b.Icon,
        ["color"] = b.Color,
        ["description"] = b.Description,
        ["params"] = new JsonObject(),
        ["computers_count"] = count.All,
        ["missing_computers_count"] = count.Missing,
        ["enrollment_code"] = new JsonObject { ["code"] = b.EnrollmentCode, ["is_active"] = b.IsEnrollmentActive },
        ["type"] = b.Type,
    };
}
