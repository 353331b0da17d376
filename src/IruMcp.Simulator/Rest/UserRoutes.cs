using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>The directory's users.</summary>
internal static class UserRoutes
{
    public static void Register(RestRoutes routes)
    {
        routes.Map("GET /users", List);
        routes.Map("GET /users/{user_id}", call => Json(Find(call), call.Tenant.Devices.All.Count(d => d.User == Find(call))));
        routes.Map("DELETE /users/{user_id}", Delete);
    }

    private static JsonObject List(RestCall call)
    {
        IEnumerable<User> found = call.Tenant.Users.All;
        if (call.Text("email") is { } email)
            found = found.Where(u => u.Email.Contains(email, StringComparison.OrdinalIgnoreCase));
        if (call.Text("id") is { } id)
            found = found.Where(u => string.Equals(u.Id, id, StringComparison.OrdinalIgnoreCase));
        if (call.Flag("archived") is { } archived)
            found = found.Where(u => u.IsArchived == archived);
        Dictionary<User, int> counts = call.Tenant.Devices.All.Where(d => d.User is not null).GroupBy(d => d.User!).ToDictionary(g => g.Key, g => g.Count());
        int size = Math.Clamp(call.Number("sizePerPage", 300), 1, 300);
        return Paging.ByCursor(call, [.. found], u => Json(u, counts.GetValueOrDefault(u)), size, asUrl: false);
    }

    private static JsonNode? Delete(RestCall call)
    {
        User user = Find(call);
        if (call.Tenant.Devices.All.Any(d => d.User == user))
            throw RestException.BadRequest(new JsonObject { ["detail"] = "User still assigned to one or more devices." });
        call.Tenant.Users.Remove(user.Id);
        call.Tenant.Audit("delete", "user", user.Id);
        return null;
    }

    private static User Find(RestCall call) => call.Tenant.Users.Find(call.Text("user_id")) ?? throw RestException.NotFound("User");

    private static JsonObject Json(User user, int devices) => new()
    {
        ["id"] = user.Id,
        ["name"] = user.Name,
        ["email"] = user.Email,
        ["active"] = !user.IsArchived,
        ["archived"] = user.IsArchived,
        ["created_at"] = Dates.Iso(Dates.FleetTime.AddDays(-800).AddMinutes(user.Number)),
        ["updated_at"] = Dates.Iso(Dates.FleetTime.AddDays(-10).AddMinutes(user.Number)),
        ["department"] = user.Department,
        ["job_title"] = user.JobTitle,
        ["deprecated_user_id"] = user.Number,
        ["device_count"] = devices,
        ["integration"] = new JsonObject { ["id"] = 17, ["name"] = "Example Directory", ["uuid"] = "0a4b6c8d-1234-4abc-8def-001122334455", ["type"] = "google" },
    };
}
