using IruMcp.Results;

namespace IruMcp.Tools;

/// <summary>Which read tells what a person calls the thing that a call acts on.</summary>
internal sealed record TargetLookup(IruTool Tool, string Id, string[] Names)
{
    private const string UserKind = "user ";

    private static readonly (string PathParameter, string Collection, string Operation, string[] Names)[] Known =
    [
        ("device_id", "/api/v1/devices/", "get-device", ["device_name", "serial_number", "user"]),
        ("blueprint_id", "/api/v1/blueprints/", "get-blueprint", ["name"]),
        ("user_id", "/api/v1/users/", "get-user", ["name", "email"]),
    ];

    /// <summary>Null where the call is about nothing that has such a read, or the server does not offer it.</summary>
    public static TargetLookup? For(ToolCall call, ToolCatalogue tools)
    {
        foreach (var known in Known)
            if (IdOf(call, known.PathParameter, known.Collection) is { Length: > 0 } id
                && tools.Tools.FirstOrDefault(tool => tool.Operation?.Id == known.Operation) is { MayBeCalledUnasked: true } tool)
                return new TargetLookup(tool, id, known.Names);
        return null;
    }

    /// <summary>The read itself.</summary>
    public ToolCall ToCall() => ToolCall.Bind(Tool, new PipelineItem(Id, []), new Dictionary<string, object?>(), null, new PageRequest { IsSinglePage = true });

    /// <summary>What the answer calls the thing; null where it says nothing.</summary>
    public TargetNames? NamesIn(ResultPage page)
    {
        if (page.Items.FirstOrDefault() is not DataObject found)
            return null;
        var texts = Names.Select(name => Text(found[name])).ToList();
        return texts[0] is null ? null : new TargetNames(texts[0]!, [.. texts.Skip(1).OfType<string>()])
        {
            Fields = [.. Names.Zip(texts, (name, text) => new KeyValuePair<string, string?>(name == "device_name" ? "name" : name, WithoutKind(text)))
                .Where(field => field.Value is not null)!],
        };
    }

    private static string? IdOf(ToolCall call, string pathParameter, string collection)
    {
        if (call.Tool.Operation is { } operation && !operation.Path.StartsWith(collection, StringComparison.Ordinal))
            return null;
        var named = call.Arguments.Identifiers.FirstOrDefault(identifier => identifier.Key == pathParameter).Value;
        return named ?? (call.Tool.Operation is not null ? null : call.Arguments.Flat
            .FirstOrDefault(argument => Identifiers.Plain(argument.Key) == Identifiers.Plain(pathParameter)).Value as string);
    }

    private static string? WithoutKind(string? text) =>
        text is not null && text.StartsWith(UserKind, StringComparison.Ordinal) ? text.Substring(UserKind.Length) : text;

    private static string? Text(object? value) => value switch
    {
        string { Length: > 0 } text => text,
        DataObject person => Text(person["name"]) is { } name ? UserKind + name : Text(person["email"]) is { } email ? UserKind + email : null,
        _ => null,
    };
}

/// <param name="Name">The name, such as a device's.</param>
/// <param name="Others">What else a person knows it by: serial number, user.</param>
public sealed record TargetNames(string Name, IReadOnlyList<string> Others)
{
    /// <summary>The same by kind, for the record: <c>name</c>, <c>serial_number</c>, <c>user</c>, <c>email</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; } = [];
}
