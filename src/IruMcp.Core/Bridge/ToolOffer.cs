using IruMcp.Governance;
using IruMcp.Tools;

namespace IruMcp.Bridge;

/// <summary>Which tools a client is shown, which others it may find and call, and which it may not.</summary>
internal sealed class ToolOffer
{
    /// <summary>The tools in the client's list.</summary>
    public IReadOnlyList<IruTool> Shown { get; private set; } = [];

    /// <summary>The tools that it may call, shown or not.</summary>
    public IReadOnlyList<IruTool> Callable { get; private set; } = [];

    /// <summary>True where some of what it may call has to be found first, or nothing is known yet.</summary>
    public bool NeedsFinder { get; private set; }

    /// <param name="catalogue">The server's tools; null while there is no connection.</param>
    public static ToolOffer Make(ToolCatalogue? catalogue, BridgeOptions options, int? limit)
    {
        var offer = new ToolOffer();
        if (catalogue is null)
        {
            offer.NeedsFinder = true;
            return offer;
        }
        offer.Callable = [.. catalogue.Tools.Where(tool => !IsExcluded(tool.Name, options) && (tool.IsRead || !options.IsReadOnly) && !OwnTools.IsOwn(tool.Name))];
        var named = offer.Callable.Where(tool => options.Include.Any(pattern => Wildcard.Matches(pattern, tool.Name))
            || options.ToolSets.Any(set => ToolSets.Contains(set, tool))).ToList();
        offer.Shown = options.ToolSets.Count + options.Include.Count > 0 ? named : Fitting(offer.Callable, limit);
        offer.NeedsFinder = offer.Shown.Count < offer.Callable.Count;
        return offer;
    }

    public static bool IsExcluded(string tool, BridgeOptions options) => options.Exclude.Any(pattern => Wildcard.Matches(pattern, tool));

    /// <summary>All tools where the client takes so many; otherwise whole sets, as many as fit.</summary>
    private static IReadOnlyList<IruTool> Fitting(IReadOnlyList<IruTool> tools, int? limit)
    {
        if (limit is not { } most || tools.Count <= most)
            return tools;
        var chosen = new HashSet<IruTool>();
        foreach (var (name, _) in ToolSets.Named)
        {
            var added = tools.Where(tool => !chosen.Contains(tool) && ToolSets.Contains(name, tool)).ToList();
            if (chosen.Count + added.Count + OwnTools.Count <= most)
                chosen.UnionWith(added);
        }
        return [.. tools.Where(chosen.Contains)];
    }
}
