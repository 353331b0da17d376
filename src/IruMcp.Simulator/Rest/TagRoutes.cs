using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>Tags. The list has the envelope of style B and no paging parameters: it always comes whole.</summary>
internal static class TagRoutes
{
    public static void Register(RestRoutes routes)
    {
        routes.Map("GET /tags", List);
        routes.Map("POST /tags", Create);
        routes.Map("PATCH /tags/{tag_id}", Rename);
        routes.Map("DELETE /tags/{tag_id}", Delete);
    }

    private static JsonObject List(RestCall call)
    {
        string part = call.Text("search") ?? "";
        Tag[] found = [.. call.Tenant.Tags.All.Where(t => t.Name.Contains(part, StringComparison.OrdinalIgnoreCase))];
        return new JsonObject { ["count"] = found.Length, ["next"] = null, ["previous"] = null, ["results"] = Paging.Json(found, Json) };
    }

    private static JsonObject Create(RestCall call)
    {
        string name = NewName(call);
        var tag = new Tag(call.Tenant.NewId("tag"), name);
        call.Tenant.Tags.Add(tag);
        call.Tenant.Audit("create", "tag", tag.Id, Json(tag));
        return Json(tag);
    }

    private static JsonObject Rename(RestCall call)
    {
        Tag tag = Find(call);
        tag.Name = NewName(call);
        call.Tenant.Audit("update", "tag", tag.Id, Json(tag));
        return Json(tag);
    }

    private static JsonNode? Delete(RestCall call)
    {
        Tag tag = Find(call);
        call.Tenant.Tags.Remove(tag.Id);
        foreach (Device device in call.Tenant.Devices.All)
        {
            if (device.Tags.Contains(tag))
                device.Tags = device.Tags.Remove(tag);
        }
        call.Tenant.Audit("delete", "tag", tag.Id);
        return null;
    }

    private static string NewName(RestCall call)
    {
        string name = call.Text("name")!;
        return call.Tenant.Tags.All.Any(t => t.Name == name)
            ? throw RestException.BadRequest(new JsonObject { ["name"] = new JsonArray("tag with this name already exists.") })
            : name;
    }

    private static Tag Find(RestCall call) => call.Tenant.Tags.Find(call.Text("tag_id")) ?? throw RestException.NotFound("Tag");

    private static JsonObject Json(Tag tag) => new() { ["id"] = tag.Id, ["name"] = tag.Name };
}
