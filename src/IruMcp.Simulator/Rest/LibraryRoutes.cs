using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>The four kinds of library item that can be created, read, changed and deleted; and the Self Service categories.</summary>
internal static class LibraryRoutes
{
    private const string NotFoundPage = "<!doctype html>\n<html lang=\"en\"><head><title>Not Found</title></head><body><h1>Not Found</h1><p>The requested resource was not found on this server.</p></body></html>\n";

    public static void Register(RestRoutes routes)
    {
        RegisterKind(routes, "custom-apps", LibraryBuilder.CustomApp, CustomApp);
        RegisterKind(routes, "ipa-apps", LibraryBuilder.InHouseApp, InHouseApp);
        RegisterKind(routes, "custom-profiles", LibraryBuilder.Profile, Profile);
        RegisterKind(routes, "custom-scripts", LibraryBuilder.Script, Script);
        routes.Map("GET /self-service/categories", _ => new JsonArray([.. LibraryBuilder.Categories.Select((name, i) =>
            new JsonObject { ["id"] = LibraryBuilder.CategoryId(i), ["name"] = name })]));
    }

    private static void RegisterKind(RestRoutes routes, string path, string kind, Func<RestCall, JsonObject> create)
    {
        routes.Map($"GET /library/{path}", call => Paging.ByPage(call, [.. call.Tenant.Library.All.Where(d => d.Kind == kind)], d => d.Content));
        routes.Map($"GET /library/{path}/{{library_item_id}}", call => Find(call, kind).Content);
        routes.Map($"POST /library/{path}", call => Create(call, kind, create(call)));
        routes.Map($"PATCH /library/{path}/{{library_item_id}}", call => Update(call, kind));
        routes.Map($"DELETE /library/{path}/{{library_item_id}}", call => Delete(call, kind));
    }

    private static Document Find(RestCall call, string kind) =>
        call.Tenant.Library.Find(call.Text("library_item_id")) is { } item && item.Kind == kind ? item : throw RestException.NotFound("Library item");

    private static JsonObject Create(RestCall call, string kind, JsonObject content)
    {
        RefuseWithoutSelfService(call, content);
        string id = call.Tenant.NewId("library");
        content.Insert(0, "id", id);
        content["created_at"] = Dates.Now();
        content["updated_at"] = Dates.Now();
        var item = new Document(id, kind, content);
        call.Tenant.Library.Add(item);
        call.Tenant.Audit("create", "library_item", id);
        return item.Content;
    }

    private static JsonObject Update(RestCall call, string kind)
    {
        Document item = Find(call, kind);
        JsonObject content = item.Content;
        foreach ((string name, JsonNode? value) in call.Arguments.Where(a => a.Key is not ("library_item_id" or "file")))
            content[name] = value?.DeepClone();
        if (call.Text("file") is { } file)
            content["profile"] = file;
        RefuseWithoutSelfService(call, content);
        content["updated_at"] = Dates.Now();
        item.Replace(content);
        call.Tenant.Audit("update", "library_item", item.Id);
        return item.Content;
    }

    // A missing item is answered with a page, not with JSON, when it is to be deleted.
    private static JsonNode? Delete(RestCall call, string kind)
    {
        if (call.Tenant.Library.Find(call.Text("library_item_id")) is not { } item || item.Kind != kind)
            throw new RestException(404, NotFoundPage);
        call.Tenant.Library.Remove(item.Id);
        foreach (Blueprint blueprint in call.Tenant.Blueprints.All)
            blueprint.LibraryItems = blueprint.LibraryItems.Remove(item);
        call.Tenant.Audit("delete", "library_item", item.Id);
        return null;
    }

    private static void RefuseWithoutSelfService(RestCall call, JsonObject content)
    {
        bool isUnenforced = call.Text("execution_frequency") == "no_enforcement" || call.Text("install_enforcement") == "no_enforcement";
        if (isUnenforced && (bool?)content["show_in_self_service"] != true)
            throw RestException.BadRequest(new JsonObject { ["show_in_self_service"] = new JsonArray("Must be true when nothing is enforced.") });
    }

    private static JsonObject CustomApp(RestCall call) => new()
    {
        ["name"] = call.Text("name"),
        ["file_key"] = call.Text("file_key"),
        ["install_type"] = call.Text("install_type"),
        ["install_enforcement"] = call.Text("install_enforcement"),
        ["audit_script"] = call.Text("audit_script") ?? "",
        ["unzip_location"] = call.Text("unzip_location") ?? "",
        ["active"] = call.Flag("active") ?? true,
        ["restart"] = call.Flag("restart") ?? false,
        ["preinstall_script"] = call.Text("preinstall_script") ?? "",
        ["postinstall_script"] = call.Text("postinstall_script") ?? "",
        ["file_url"] = $"https://files.example.com/{call.Text("file_key")}?X-Amz-Signature=CANARY",
        ["show_in_self_service"] = call.Flag("show_in_self_service") ?? false,
        ["self_service_category_id"] = call.Text("self_service_category_id"),
        ["self_service_recommended"] = call.Flag("self_service_recommended") ?? false,
    };

    private static JsonObject InHouseApp(RestCall call) => new()
    {
        ["name"] = call.Text("name"),
        ["file_key"] = call.Text("file_key"),
        ["active"] = call.Flag("active") ?? true,
        ["runs_on_iphone"] = call.Flag("runs_on_iphone") ?? true,
        ["runs_on_ipad"] = call.Flag("runs_on_ipad") ?? true,
        ["runs_on_tv"] = call.Flag("runs_on_tv") ?? false,
    };

    private static JsonObject Profile(RestCall call) => new()
    {
        ["name"] = call.Text("name"),
        ["active"] = call.Flag("active") ?? true,
        ["profile"] = call.Text("file"),
        ["mdm_identifier"] = "com.example.mdm.profile." + call.Tenant.NewId("mdm"),
        ["runs_on_mac"] = call.Flag("runs_on_mac") ?? true,
        ["runs_on_iphone"] = call.Flag("runs_on_iphone") ?? false,
        ["runs_on_ipad"] = call.Flag("runs_on_ipad") ?? false,
        ["runs_on_tv"] = call.Flag("runs_on_tv") ?? false,
    };

    private static JsonObject Script(RestCall call) => new()
    {
        ["name"] = call.Text("name"),
        ["active"] = call.Flag("active") ?? true,
        ["execution_frequency"] = call.Text("execution_frequency"),
        ["restart"] = call.Flag("restart") ?? false,
        ["script"] = call.Text("script")!.TrimEnd('\n'),
        ["remediation_script"] = call.Text("remediation_script")?.TrimEnd('\n') ?? "",
        ["show_in_self_service"] = call.Flag("show_in_self_service") ?? false,
    };
}
