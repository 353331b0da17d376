using IruMcp.Tools;

namespace IruMcp.Results;

/// <summary>Makes the values of answers. Safe for several threads: pages that are under way at once are made ready at once.</summary>
/// <param name="call">The call that is answered.</param>
/// <param name="learnSecret">Takes each secret that is met; null for nobody.</param>
/// <param name="maskOwn">Takes the connection's own key and profile out of a text; null leaves it as it is.</param>
/// <param name="convert">Makes of each value what is given out; null for the value itself.</param>
internal sealed class ContentReader(ToolCall call, Action<string>? learnSecret, Func<string, string>? maskOwn, Func<object?, object?>? convert)
{
    public PageContent Read(ToolAnswer answer)
    {
        if (answer.PlainText is { } text)
            return new PageContent { Answer = answer, Values = [call.Page.IsRaw ? Raw(answer) : Convert(NewReader().ReadText(text))] };

        var located = ItemLocator.Locate(answer.Payload, call.Tool.Operation?.Paging ?? PagingStyle.None);
        if (call.Page.IsRaw)
            return new PageContent { Answer = answer, Located = located, Likeness = LikenessOf(located), Values = [Raw(answer)] };

        // A page has a megabyte for a moment, and the next one can have the same.
        using var memory = answer;
        var reader = NewReader();
        var typeName = call.Tool.Operation?.ResultType ?? "Iru.Object";
        var values = new object?[located.Items.Count];
        for (var index = 0; index < values.Length; index++)
            values[index] = Convert(WithIdentifiers(WithOwner(reader.ReadItem(located.Items[index], typeName), located.Owner)));
        return new PageContent { Answer = answer, Located = located, Likeness = LikenessOf(located), Values = values, Keys = ItemKeys.Of(located, call.Tool) };
    }

    private static string? LikenessOf(LocatedItems located) => !located.IsList || located.Items.Count == 0 ? null
        : $"{located.Items.Count}\n{located.Items[0].GetRawText()}\n{located.Items[located.Items.Count - 1].GetRawText()}";

    private string Raw(ToolAnswer answer) => maskOwn is null ? answer.RawText : maskOwn(answer.RawText);

    private DataReader NewReader() => new(call.Tool.Risk == Risk.Sensitive, learnSecret) { KeepsDateText = call.Page.KeepsDateText, Operation = call.Tool.Operation, MaskOwn = maskOwn };

    private object? Convert(object? value) => convert is null ? value : convert(value);

    private static object? WithOwner(object? item, (string Name, string Value)? owner) =>
        owner is { } known && item is DataObject data ? WithMember(data, known.Name, known.Value) : item;

    private static DataObject WithMember(DataObject data, string name, string value) => data.Members.Any(member => member.Key == name) ? data
        : new DataObject([.. data.Members, new(name, value)]) { TypeName = data.TypeName };

    /// <summary>A recovery key or a PIN is worth little without the device that it is for.</summary>
    private object? WithIdentifiers(object? item)
    {
        if (call.Arguments.Identifiers.Count == 0 || item is not DataObject data)
            return item;
        var missing = call.Arguments.Identifiers
            .Where(identifier => !data.Members.Any(member => member.Key == identifier.Key || member.Value is string value && value == identifier.Value))
            .Select(identifier => new KeyValuePair<string, object?>(identifier.Key, identifier.Value))
            .ToList();
        return missing.Count == 0 ? data : new DataObject([.. data.Members, .. missing]) { TypeName = data.TypeName };
    }
}
