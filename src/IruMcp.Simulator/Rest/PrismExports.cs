using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>Exports of a Prism category: pending when requested and first looked at, done when looked at again.</summary>
internal static class PrismExports
{
    public static void Register(RestRoutes routes)
    {
        routes.Map("POST /prism/export", Request);
        routes.Map("GET /prism/export/{export_id}", Get);
    }

    private static JsonObject Request(RestCall call)
    {
        string id = call.Tenant.NewId("export");
        var export = new Document(id, "export", new JsonObject
        {
            ["id"] = id,
            ["status"] = "pending",
            ["category"] = call.Text("category"),
            ["args"] = call.Arguments.DeepClone(),
            ["error_msg"] = "",
            ["path"] = null,
            ["signed_url"] = null,
            ["created_at"] = Dates.Now(),
            ["updated_at"] = Dates.Now(),
        });
        call.Tenant.Exports.Add(export);
        return export.Content;
    }

    private static JsonObject Get(RestCall call)
    {
        Document export = call.Tenant.Exports.Find(call.Text("export_id")) ?? throw RestException.NotFound("Export");
        JsonObject now = export.Content;
        JsonObject next = export.Content;
        next["status"] = "success";
        next["path"] = $"exports/{export.Id}.csv";
        next["signed_url"] = $"https://files.example.com/exports/{export.Id}.csv?X-Amz-Signature=CANARYEXPORT";
        next["updated_at"] = Dates.Now();
        export.Replace(next);
        return now;
    }
}
