using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>Uploads: an address and a form for the file store, which is outside; the check of an in-house app.</summary>
internal static class LibraryUploads
{
    public static void Register(RestRoutes routes)
    {
        routes.Map("POST /library/custom-apps/upload", call => Slot(call, call.Text("name")!, isInHouse: false));
        routes.Map("POST /library/ipa-apps/upload", call => Slot(call, call.Text("filename")!, isInHouse: true));
        routes.Map("GET /library/ipa-apps/upload/{pending_upload_id}/status", Status);
    }

    private static JsonObject Slot(RestCall call, string file, bool isInHouse)
    {
        string id = call.Tenant.NewId("upload");
        string key = $"companies/example/library/{id}/{file}";
        var slot = new JsonObject
        {
            ["expires"] = Dates.Iso(DateTime.UtcNow.AddHours(1)),
            ["post_url"] = "https://files.example.com/",
            ["post_data"] = new JsonObject
            {
                ["key"] = key,
                ["x-amz-algorithm"] = "AWS4-HMAC-SHA256",
                ["x-amz-credential"] = "CANARY/20260801/us-east-1/s3/aws4_request",
                ["x-amz-date"] = "20260801T120000Z",
                ["x-amz-security-token"] = "CANARYTOKEN",
                ["policy"] = "CANARYPOLICY",
                ["x-amz-signature"] = "CANARYSIGNATURE",
            },
            ["file_key"] = key,
        };
        if (isInHouse)
        {
            slot["id"] = id;
            slot["filename"] = file;
            slot["sha256"] = null;
            call.Tenant.Uploads.Add(new Document(id, "upload", new JsonObject { ["reads"] = 0 }));
        }
        else
        {
            slot["name"] = file;
        }
        return slot;
    }

    // Each look brings the check one step on.
    private static JsonObject Status(RestCall call)
    {
        Document upload = call.Tenant.Uploads.Find(call.Text("pending_upload_id")) ?? throw RestException.NotFound("Upload");
        JsonObject content = upload.Content;
        int reads = (int)content["reads"]! + 1;
        content["reads"] = reads;
        upload.Replace(content);
        string status = reads switch { 1 => "UPLOADED", 2 => "VALIDATING", _ => "VALIDATED" };
        return new JsonObject { ["status"] = status, ["reason"] = null, ["sha256"] = null, ["metadata"] = new JsonObject() };
    }
}
