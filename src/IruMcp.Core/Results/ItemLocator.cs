using System.Text.Json;
using IruMcp.Tools;

namespace IruMcp.Results;

/// <summary>The items of one answer, and what its wrapping says about the rest.</summary>
internal sealed record LocatedItems
{
    public required IReadOnlyList<JsonElement> Items { get; init; }

    /// <summary>False where the answer is one object, not a list.</summary>
    public bool IsList { get; init; }

    /// <summary>True where the wrapping has a <c>next</c> member, null or not: then it, and not the length, tells the end.</summary>
    public bool HasNextMember { get; init; }

    /// <summary>The <c>next</c> or Prism's <c>cursor</c>; null where there is none.</summary>
    public string? Next { get; init; }

    public long? Total { get; init; }

    /// <summary>The size of pages that the server itself went by; null where it does not say.</summary>
    public int? PageSize { get; init; }

    /// <summary>The wrapping's own id, for items that do not say whose they are.</summary>
    public (string Name, string Value)? Owner { get; init; }
}

/// <summary>Finds the items by the shape of the answer.</summary>
internal static class ItemLocator
{
    private static readonly string[] ListNames = ["results", "data", "items"];
    private static readonly string[] SizeNames = ["limit", "size"];
    private static readonly string[] PagingNames = ["next", "previous", "count", "total", "total_count", "offset", "limit", "page", "size", "cursor"];

    public static LocatedItems Locate(JsonElement payload, PagingStyle style)
    {
        switch (payload.ValueKind)
        {
            case JsonValueKind.Array:
                return new LocatedItems { Items = [.. payload.EnumerateArray()], IsList = true };
            case JsonValueKind.Object:
                return FromEnvelope(payload, null) ?? FromNested(payload) ?? FromWrapped(payload, style) ?? new LocatedItems { Items = [payload] };
            case JsonValueKind.Null or JsonValueKind.Undefined:
                return new LocatedItems { Items = [] };
            default:
                return new LocatedItems { Items = [payload] };
        }
    }

    private static LocatedItems? FromEnvelope(JsonElement wrapping, (string, string)? owner)
    {
        foreach (var name in ListNames)
        {
            // An empty list may come as null.
            if (!wrapping.TryGetProperty(name, out var list) || list.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
                continue;
            if (list.ValueKind == JsonValueKind.Null && !IsListWithoutItems(wrapping))
                continue;
            if (!PagingNames.Any(paging => wrapping.TryGetProperty(paging, out _)) && wrapping.EnumerateObject().Count() > 1)
                continue;

            var hasNext = wrapping.TryGetProperty("next", out var next);
            if (!hasNext)
                wrapping.TryGetProperty("cursor", out next);
            return new LocatedItems
            {
                Items = list.ValueKind == JsonValueKind.Null ? [] : [.. list.EnumerateArray()],
                IsList = true,
                HasNextMember = hasNext,
                Next = next.ValueKind switch
                {
                    JsonValueKind.String when next.GetString() is { Length: > 0 } text => text,
                    JsonValueKind.Number => next.GetRawText(),
                    _ => null,
                },
                Total = ReadTotal(wrapping),
                PageSize = SizeNames.Select(size => ReadNumber(wrapping, size)).FirstOrDefault(size => size is > 0 and <= int.MaxValue) is { } own ? (int)own : null,
                Owner = owner,
            };
        }
        return null;
    }

    private static bool IsListWithoutItems(JsonElement wrapping) =>
        ReadTotal(wrapping) is 0 || wrapping.TryGetProperty("next", out _) && wrapping.TryGetProperty("previous", out _);

    /// <summary>The envelope one level down, beside the id of its owner.</summary>
    private static LocatedItems? FromNested(JsonElement wrapping)
    {
        var objects = wrapping.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Object).ToList();
        return objects.Count == 1 && wrapping.EnumerateObject().Count() <= 2 ? FromEnvelope(objects[0].Value, OwnerOf(wrapping)) : null;
    }

    /// <summary>A whole list beside the id of its owner, such as a device's apps.</summary>
    private static LocatedItems? FromWrapped(JsonElement wrapping, PagingStyle style)
    {
        var lists = wrapping.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Array).ToList();
        if (lists.Count != 1 || OwnerOf(wrapping) is not { } owner || wrapping.EnumerateObject().Count() != 2)
            return null;
        return style is PagingStyle.Whole or PagingStyle.None
            ? new LocatedItems { Items = [.. lists[0].Value.EnumerateArray()], IsList = true, Owner = owner }
            : null;
    }

    private static (string, string)? OwnerOf(JsonElement wrapping)
    {
        foreach (var member in wrapping.EnumerateObject())
            if (member.Value.ValueKind == JsonValueKind.String && member.Name.EndsWith("_id", StringComparison.Ordinal))
                return (member.Name, member.Value.GetString()!);
        return null;
    }

    private static long? ReadTotal(JsonElement wrapping)
    {
        foreach (var name in new[] { "count", "total", "total_count" })
            if (ReadNumber(wrapping, name) is { } total and >= 0)
                return total;
        return null;
    }

    private static long? ReadNumber(JsonElement wrapping, string name) =>
        wrapping.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
