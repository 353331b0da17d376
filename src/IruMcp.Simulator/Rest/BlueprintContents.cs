using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>A blueprint's library items, its enrollment profile, and the templates.</summary>
internal static class BlueprintContents
{
    private static readonly string[] TemplateNames = ["CIS Level 1", "CIS Level 2", "NIST 800-171", "Starter", "Kiosk", "Classroom"];

    public static void Register(RestRoutes routes)
    {
        routes.Map("GET /blueprints/{blueprint_id}/list-library-items", call =>
            Paging.ByOffset(call, BlueprintRoutes.Find(call).LibraryItems, i => new JsonObject { ["id"] = i.Id, ["name"] = i.Name }));
        routes.Map("POST /blueprints/{blueprint_id}/assign-library-item", Assign);
        routes.Map("POST /blueprints/{blueprint_id}/remove-library-item", Remove);
        routes.Map("GET /blueprints/{blueprint_id}/ota-enrollment-profile", EnrollmentProfile);
        routes.Map("GET /blueprints/templates", call => Paging.ByOffset(call, [.. TemplateNames.Select((n, i) => (n, i))], t => Template(t.n, t.i)));
    }

    private static JsonArray Assign(RestCall call)
    {
        (Blueprint blueprint, Document item) = Target(call);
        if (blueprint.LibraryItems.Contains(item))
            throw RestException.BadRequest(blueprint.Type == "map" ? "Library Item already exists in Assignment Node" : "Library Item already exists on Blueprint");
        blueprint.LibraryItems = blueprint.LibraryItems.Add(item);
        return Changed(call, blueprint);
    }

    private static JsonArray Remove(RestCall call)
    {
        (Blueprint blueprint, Document item) = Target(call);
        if (!blueprint.LibraryItems.Contains(item))
            throw RestException.BadRequest(blueprint.Type == "map" ? "Library Item does not exist in Assignment Node" : "Library Item does not exist on Blueprint");
        blueprint.LibraryItems = blueprint.LibraryItems.Remove(item);
        return Changed(call, blueprint);
    }

    private static (Blueprint Blueprint, Document Item) Target(RestCall call)
    {
        Blueprint blueprint = BlueprintRoutes.Find(call);
        Document item = call.Tenant.Library.Find(call.Text("library_item_id")) ?? throw RestException.NotFound("Library item");
        if (blueprint.Type == "classic" && call.Text("assignment_node_id") is not null)
            throw RestException.BadRequest("assignment_node_id cannot be provided for Classic Blueprint");
        if (blueprint.Type == "map" && call.Text("assignment_node_id") is null)
            throw RestException.BadRequest("Must provide assignment_node_id for Assignment Map Blueprint");
        return (blueprint, item);
    }

    private static JsonArray Changed(RestCall call, Blueprint blueprint)
    {
        call.Tenant.Audit("update", "blueprint", blueprint.Id);
        return new JsonArray([.. blueprint.LibraryItems.Select(i => JsonValue.Create(i.Id))]);
    }

    private static JsonNode EnrollmentProfile(RestCall call)
    {
        Blueprint blueprint = BlueprintRoutes.Find(call);
        call.Tenant.Audit("read", "enrollment_profile", blueprint.Id);
        if (call.Flag("sso") == true)
            return new JsonObject { ["url"] = $"https://simulated.example.com/enroll/{blueprint.Id}?token=CANARYENROLL" };
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\"><dict><key>Challenge</key><string>CANARYENROLL-{blueprint.EnrollmentCode}</string></dict></plist>\n";
    }

    private static JsonObject Template(string name, int index) => new()
    {
        ["id"] = index + 1,
        ["name"] = name,
        ["weight"] = index * 10,
        ["templates"] = new JsonArray(new JsonObject
        {
            ["id"] = 100 + index,
            ["name"] = name + " (macOS)",
            ["description"] = $"A start for {name}.",
            ["category"] = index + 1,
            ["icon"] = "ss-files",
            ["color"] = "aqua-500",
            ["params"] = new JsonObject(),
            ["rating"] = 5,
        }),
    };
}
