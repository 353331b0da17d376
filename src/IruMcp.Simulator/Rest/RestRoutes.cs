using System.Text.Json.Nodes;

namespace IruMcp.Simulator.Rest;

/// <summary>Answers one operation; null is an empty body.</summary>
public delegate JsonNode? RestHandler(RestCall call);

/// <summary>The REST side: a handler for each operation.</summary>
public sealed class RestRoutes
{
    private readonly Dictionary<string, RestHandler> _handlers = [];

    public static RestRoutes CreateAll()
    {
        var routes = new RestRoutes();
        DeviceReads.Register(routes);
        DeviceWrites.Register(routes);
        DeviceActions.Register(routes);
        DeviceNotes.Register(routes);
        BlueprintRoutes.Register(routes);
        UserRoutes.Register(routes);
        TagRoutes.Register(routes);
        DeviceDetails.Register(routes);
        DeviceContents.Register(routes);
        DeviceSecrets.Register(routes);
        BlueprintContents.Register(routes);
        BlueprintRouting.Register(routes);
        LibraryRoutes.Register(routes);
        LibraryUploads.Register(routes);
        LibraryHistory.Register(routes);
        AdeRoutes.Register(routes);
        AuditRoutes.Register(routes);
        LicensingRoutes.Register(routes);
        PrismRoutes.Register(routes);
        PrismExports.Register(routes);
        VulnerabilityRoutes.Register(routes);
        ThreatRoutes.Register(routes);
        BehaviorRoutes.Register(routes);
        return routes;
    }

    public void Map(string key, RestHandler handler) => _handlers.Add(key, handler);

    public bool Knows(string key) => _handlers.ContainsKey(key);

    public JsonNode? Run(string key, RestCall call) => _handlers.TryGetValue(key, out RestHandler? handler)
        ? handler(call)
        : throw new RestException(501, new JsonObject { ["detail"] = "The simulator does not answer this operation." });
}
