using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>Notes on devices.</summary>
internal static class DeviceNotes
{
    private const string Path = "/devices/{device_id}/notes";

    public static void Register(RestRoutes routes)
    {
        routes.Map("GET " + Path, call => Paging.Json(call.Device().Notes, Json));
        routes.Map("POST " + Path, Create);
        routes.Map("GET " + Path + "/{note_id}", call => Json(Find(call)));
        routes.Map("PATCH " + Path + "/{note_id}", Update);
        routes.Map("DELETE " + Path + "/{note_id}", Delete);
    }

    private static Note Find(RestCall call)
    {
        string? id = call.Text("note_id");
        return call.Device().Notes.Find(n => string.Equals(n.Id, id, StringComparison.OrdinalIgnoreCase)) ?? throw RestException.NotFound("Note");
    }

    private static JsonObject Create(RestCall call)
    {
        Device device = call.Device();
        DateTime now = DateTime.UtcNow;
        var note = new Note(call.Tenant.NewId("note"), "api_token", call.Text("content")!, now, now);
        device.Notes = device.Notes.Add(note);
        call.Tenant.Audit("create", "note", note.Id);
        return Json(note);
    }

    private static JsonObject Update(RestCall call)
    {
        Note old = Find(call);
        Note changed = old with { Content = call.Text("content")!, Updated = DateTime.UtcNow };
        Device device = call.Device();
        device.Notes = device.Notes.Replace(old, changed);
        call.Tenant.Audit("update", "note", changed.Id);
        return Json(changed);
    }

    private static JsonObject Delete(RestCall call)
    {
        Note note = Find(call);
        Device device = call.Device();
        device.Notes = device.Notes.Remove(note);
        call.Tenant.Audit("delete", "note", note.Id);
        return new JsonObject { ["note_id"] = note.Id, ["deleted_at"] = Dates.Now() };
    }

    private static JsonObject Json(Note note) => new()
    {
        ["note_id"] = note.Id,
        ["created_at"] = Dates.Iso(note.Created),
        ["updated_at"] = Dates.Iso(note.Updated),
        ["author"] = note.Author,
        ["content"] = note.Content,
    };
}
