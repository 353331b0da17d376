using IruMcp.Configuration;

namespace IruMcp.Hosts;

/// <summary>The list <c>inputs</c> beside a file's servers: values that the host asks its user for. Its items are told apart by their
/// <c>id</c>, and each stands in it once.</summary>
internal static class JsonInputs
{
    private const string ListKey = "inputs";
    private const string IdKey = "id";

    /// <summary>The text with those of the inputs that it does not have yet.</summary>
    /// <exception cref="HostFileException">What stands under that name is no list.</exception>
    public static string Add(string text, JsonSplice splice, IReadOnlyList<IReadOnlyList<KeyValuePair<string, object>>> inputs)
    {
        foreach (var input in inputs)
        {
            var id = (string)input.First(pair => pair.Key == IdKey).Value;
            var list = splice.Parse(text).Find(ListKey);
            if (list is not null && list.Kind != JsonSyntaxKind.Array)
                throw new HostFileException(HostText.InputsNotList);

            if (list is null)
                text = splice.Set(text, [], ListKey, new List<object> { input });
            else if (!list.Items.Exists(item => item.FindText(IdKey) == id))
                text = splice.AddItem(text, ListKey, input);
        }

        return text;
    }

    /// <summary>The text without those of the inputs that no server asks for any more.</summary>
    public static string RemoveUnused(string text, JsonSplice splice, IReadOnlyList<IReadOnlyList<KeyValuePair<string, object>>> inputs)
    {
        foreach (var input in inputs)
        {
            var id = (string)input.First(pair => pair.Key == IdKey).Value;
            if (text.IndexOf("${input:" + id + "}", StringComparison.Ordinal) >= 0)
                continue;

            var list = splice.Parse(text).Find(ListKey);
            var index = list is { Kind: JsonSyntaxKind.Array } ? list.Items.FindIndex(item => item.FindText(IdKey) == id) : -1;
            if (index >= 0)
                text = list!.Items.Count == 1 ? splice.Remove(text, [], ListKey) : splice.RemoveItem(text, list, index);
        }

        return text;
    }
}
