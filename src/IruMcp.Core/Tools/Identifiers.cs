namespace IruMcp.Tools;

/// <summary>Which of a tool's arguments say what the call is about, and which objects own such an identifier.</summary>
internal static class Identifiers
{
    private static readonly Dictionary<string, string[]> NounsByKind = new(StringComparer.Ordinal)
    {
        ["device"] = ["device", "computer", "machine", "endpoint"],
        ["ade-device"] = ["device", "adedevice"],
        ["blueprint"] = ["blueprint"],
        ["user"] = ["user"],
        ["tag"] = ["tag"],
        ["note"] = ["note", "devicenote"],
        ["ade-token"] = ["adetoken", "token", "integration", "adeintegration"],
        ["custom-app"] = ["libraryitem", "item", "app", "customapp"],
        ["in-house-app"] = ["libraryitem", "item", "app", "inhouseapp", "ipaapp"],
        ["custom-profile"] = ["libraryitem", "item", "profile", "customprofile"],
        ["custom-script"] = ["libraryitem", "item", "script", "customscript"],
        ["library-item"] = ["libraryitem", "item"],
        ["vulnerability"] = ["cve", "vulnerability"],
        ["export"] = ["export", "prismexport", "exportjob", "job"],
        ["upload"] = ["pendingupload", "upload"],
    };

    // The property that holds an object's own identity, and the kinds of identifier that it is.
    private static readonly Dictionary<string, (string Property, string[] Kinds)> OwnedByType = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Iru.Device"] = ("device_id", ["device"]),
        ["Iru.DeviceDetail"] = ("device_id", ["device"]),
        ["Iru.Blueprint"] = ("id", ["blueprint"]),
        ["Iru.User"] = ("id", ["user"]),
        ["Iru.Tag"] = ("id", ["tag"]),
        ["Iru.Note"] = ("note_id", ["note"]),
        ["Iru.AdeIntegration"] = ("id", ["ade-token"]),
        ["Iru.AdeDevice"] = ("id", ["ade-device"]),
        ["Iru.CustomApp"] = ("id", ["custom-app", "library-item"]),
        ["Iru.InHouseApp"] = ("id", ["in-house-app", "library-item"]),
        ["Iru.CustomProfile"] = ("id", ["custom-profile", "library-item"]),
        ["Iru.CustomScript"] = ("id", ["custom-script", "library-item"]),
        ["Iru.BlueprintLibraryItem"] = ("id", ["library-item"]),
        ["Iru.LibraryItem"] = ("item_id", ["library-item"]),
        ["Iru.Vulnerability"] = ("cve_id", ["vulnerability"]),
        ["Iru.PrismExport"] = ("id", ["export"]),
        ["Iru.InHouseAppUpload"] = ("id", ["upload"]),
    };

    private static readonly string[] Endings = ["", "id", "uuid", "guid", "identifier"];

    private static readonly HashSet<string> Generic = new(StringComparer.Ordinal) { "id", "uuid", "guid", "identifier" };

    /// <summary>The arguments that the pipeline may fill: the resolved operation's path parameters; for an unknown tool its
    /// required ids, or its only required text.</summary>
    public static IReadOnlyList<Identifier> Of(IruTool tool)
    {
        if (tool.Operation is { } operation)
        {
            var matches = Match(operation, [.. tool.Parameters.Select(parameter => new ArgumentSignature(parameter))]);
            return [.. operation.PathParameters
                .Select((path, index) => matches[index] is { } match ? new Identifier(match.Parameter, path, KindOf(operation, path)) : null)
                .OfType<Identifier>()];
        }
        var required = tool.Parameters.Where(parameter => parameter.IsRequired && !parameter.IsArray).ToList();
        var named = required.Where(parameter => LooksLikeId(parameter.Name)).ToList();
        if (named.Count > 0)
            return [.. named.Select(parameter => new Identifier(parameter, parameter.Name, null))];
        var texts = required.Where(parameter => parameter.Kind == ParameterKind.String).ToList();
        return texts.Count == 1 ? [new Identifier(texts[0], texts[0].Name, null)] : [];
    }

    /// <summary>For each path parameter of an operation the argument that stands for it, or null where there is none.</summary>
    public static ArgumentSignature?[] Match(Operation operation, IReadOnlyList<ArgumentSignature> arguments)
    {
        var paths = operation.PathParameters;
        var found = new ArgumentSignature?[paths.Count];
        for (var i = 0; i < found.Length; i++)
        {
            var plain = Plain(paths[i]);
            found[i] = Free(argument => argument.PlainName == plain);
        }
        for (var i = 0; i < found.Length; i++)
            if (found[i] is null && KindOf(operation, paths[i]) is { } kind)
                found[i] = Free(argument => argument.Parameter.IsRequired && Stands(kind, argument.PlainName));
        if (found.Count(match => match is null) == 1)
            found[Array.IndexOf(found, null)] = Free(argument => argument.Parameter.IsRequired && Generic.Contains(argument.PlainName));
        return found;

        ArgumentSignature? Free(Func<ArgumentSignature, bool> fits) =>
            arguments.FirstOrDefault(argument => argument.CanIdentify && !found.Contains(argument) && fits(argument));
    }

    /// <summary>The identity that an object of this type owns; null for types without one of their own.</summary>
    public static (string Property, string[] Kinds)? OwnedBy(string typeName) =>
        OwnedByType.TryGetValue(typeName, out var owned) ? owned : null;

    /// <summary>True for <c>id</c>, <c>device_id</c>, <c>deviceId</c>, <c>uuid</c>.</summary>
    public static bool LooksLikeId(string name) =>
        NameWords.Split(name) is { Count: > 0 } words && words[words.Count - 1] is "id" or "uuid" or "guid";

    /// <summary>A name without case and separators, for comparing.</summary>
    public static string Plain(string name)
    {
        var plain = new char[name.Length];
        var length = 0;
        foreach (var character in name)
            if (char.IsLetterOrDigit(character))
                plain[length++] = char.ToLowerInvariant(character);
        return new string(plain, 0, length);
    }

    private static bool Stands(string kind, string plainName) =>
        NounsByKind[kind].Any(noun => Endings.Any(ending => plainName == noun + ending));

    private static string? KindOf(Operation operation, string pathParameter) => pathParameter switch
    {
        "device_id" => operation.Path.Contains("/ade/devices/") ? "ade-device" : "device",
        "blueprint_id" => "blueprint",
        "user_id" => "user",
        "tag_id" => "tag",
        "note_id" => "note",
        "ade_token_id" => "ade-token",
        "cve_id" => "vulnerability",
        "export_id" => "export",
        "pending_upload_id" => "upload",
        "library_item_id" when operation.Path.Contains("/custom-apps/") => "custom-app",
        "library_item_id" when operation.Path.Contains("/ipa-apps/") => "in-house-app",
        "library_item_id" when operation.Path.Contains("/custom-profiles/") => "custom-profile",
        "library_item_id" when operation.Path.Contains("/custom-scripts/") => "custom-script",
        "library_item_id" => "library-item",
        _ => null,
    };
}

/// <param name="Parameter">The tool's argument.</param>
/// <param name="ApiName">The API's name for it, such as <c>device_id</c>.</param>
/// <param name="Kind">What it identifies, such as <c>device</c>; null where that is not known.</param>
internal sealed record Identifier(ToolParameter Parameter, string ApiName, string? Kind);
