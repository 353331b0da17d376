using System.Globalization;
using System.Numerics;

namespace IruMcp.Tools;

/// <summary>Takes from an object of the pipeline the identifiers that a tool requires, and nothing else: an object's other
/// members would become changes that nobody asked for.</summary>
internal static class PipelineIdentifiers
{
    public static void Add(IruTool tool, PipelineItem item, IReadOnlyList<Identifier> identifiers, ArgumentValues values)
    {
        if (identifiers.Count == 0)
            throw ArgumentErrors.NoPipelineInput(tool, HowToListBy(tool, item));
        var open = identifiers.Where(identifier => !values.Has(identifier.Parameter)).ToList();
        if (open.Count == 0)
            throw ArgumentErrors.GivenByPipelineToo(tool, identifiers[0].Parameter.Name);
        if (item.Value is IReadOnlyDictionary<string, object?> members)
            AddMembers(tool, item, members, open, values);
        else
            AddSingle(tool, item, open, values);
    }

    private static void AddSingle(IruTool tool, PipelineItem item, List<Identifier> open, ArgumentValues values)
    {
        var text = Scalar(item.Value);
        if (item.Value is not null && text is null)
            throw ArgumentErrors.WrongInputType(tool, TypeName(item), open[0].ApiName);
        if (open.Count > 1)
            throw ArgumentErrors.OneValueForSeveral(tool, [.. open.Select(identifier => identifier.Parameter.Name)]);
        if (string.IsNullOrWhiteSpace(text))
            throw ArgumentErrors.EmptyIdentifier(tool, open[0].Parameter.Name);
        values.Add(open[0].Parameter, text);
    }

    private static void AddMembers(
        IruTool tool, PipelineItem item, IReadOnlyDictionary<string, object?> members, List<Identifier> open, ArgumentValues values)
    {
        var type = TypedObjects.TypeOf(item.TypeNames);
        var isTaken = false;
        foreach (var identifier in open)
        {
            if (Source(tool, identifier, type, members) is not { } property)
                continue;
            var text = Scalar(members[property]);
            if (string.IsNullOrWhiteSpace(text))
                throw ArgumentErrors.EmptyIdentifier(tool, identifier.Parameter.Name);
            values.Add(identifier.Parameter, text);
            isTaken = true;
        }

        if (!isTaken && type is not null)
            throw ArgumentErrors.WrongInputType(tool, type, open[0].ApiName, HowToListBy(tool, item));
    }

    /// <summary>Blueprints that are piped to the tool for one device may be meant for the list of devices, which can be had by blueprint.</summary>
    private static string? HowToListBy(IruTool tool, PipelineItem item)
    {
        if (!tool.IsRead || TypedObjects.TypeOf(item.TypeNames) is not { } type || Identifiers.OwnedBy(type) is not { } owned)
            return null;
        var names = owned.Kinds.Select(kind => Identifiers.Plain(kind) + "id").ToList();
        var lists = new[] { tool }.Concat(tool.Catalogue?.Tools ?? []).Where(list => list.IsRead && list.IdentifyingArguments.Count == 0
            && list.Operation is { } operation && operation.ResultType == tool.Operation?.ResultType);
        return lists
            .SelectMany(list => list.Parameters.Where(parameter => names.Contains(Identifiers.Plain(parameter.Name)))
                .Select(parameter => ToolText.ListBy(list.Name, parameter.Name, owned.Property)))
            .FirstOrDefault();
    }

    /// <summary>The member that fills an identifier; null where the object has none that is certain to be meant.</summary>
    private static string? Source(IruTool tool, Identifier identifier, string? type, IReadOnlyDictionary<string, object?> members)
    {
        var owned = type is null ? null : Identifiers.OwnedBy(type);
        var isOwner = owned is { } own && (identifier.Kind is { } kind ? own.Kinds.Contains(kind) : OwnsByName(own, identifier));
        if (isOwner && Member(members, owned!.Value.Property) is { } ownKey)
            return ownKey;
        if (type is null)
            return Member(members, identifier.Parameter.Name) ?? Member(members, identifier.ApiName);

        // A device also has a blueprint_id, which must never choose the blueprint to delete.
        if (tool.Risk == Risk.Destructive)
            return isOwner ? Member(members, identifier.ApiName) : null;

        // Every kind of object has an "id" of its own kind, so that name alone says nothing.
        return Member(members, identifier.ApiName is "id" && !isOwner ? "" : identifier.ApiName);
    }

    /// <summary>For a tool that is not known: <c>blueprint_id</c> belongs to an Iru.Blueprint, <c>device_id</c> to an Iru.Device.</summary>
    private static bool OwnsByName((string Property, string[] Kinds) owned, Identifier identifier)
    {
        var plain = Identifiers.Plain(identifier.ApiName);
        return owned.Kinds.Any(kind => plain == Identifiers.Plain(kind) + "id");
    }

    private static string? Member(IReadOnlyDictionary<string, object?> members, string name)
    {
        if (name.Length == 0)
            return null;
        if (members.ContainsKey(name))
            return name;
        var others = members.Keys.Where(key => string.Equals(key, name, StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return others.Count == 1 ? others[0] : null;
    }

    private static string? Scalar(object? value) => value switch
    {
        string text => text,
        Guid guid => guid.ToString("D"),
        sbyte or byte or short or ushort or int or uint or long or ulong or BigInteger => Convert.ToString(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string TypeName(PipelineItem item) => item.TypeNames.Count > 0 ? item.TypeNames[0] : item.Value?.GetType().Name ?? "null";
}
