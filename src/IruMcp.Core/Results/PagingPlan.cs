using IruMcp.Tools;

namespace IruMcp.Results;

/// <summary>How the next page of a tool's result is asked for.</summary>
internal enum PageStep
{
    /// <summary>There is one answer only.</summary>
    None,
    Offset,
    Page,
    Cursor,
}

/// <summary>What a tool's arguments and its documented operation say about paging.</summary>
internal sealed record PagingPlan(PageStep Step, ToolParameter? Start, ToolParameter? Size, int? LargestSize)
{
    private static readonly string[] SizeNames = ["limit", "size", "page_size", "pageSize", "per_page", "sizePerPage", "size_per_page"];

    /// <summary>The page size that is fixed in the API where a tool takes a page number only.</summary>
    private const int FixedPageSize = 300;

    /// <summary>The size of pages where it need not be sent; null where it is not known.</summary>
    public int? ImpliedSize => Size is null && Step == PageStep.Page ? FixedPageSize : null;

    public static PagingPlan For(IruTool tool)
    {
        // A call that changes something is one call, whatever its arguments are named.
        if (!tool.IsRead)
            return new PagingPlan(PageStep.None, null, null, null);

        var size = Find(tool, SizeNames);
        var (step, start) = tool.Operation?.Paging switch
        {
            PagingStyle.AfterSize => (PageStep.Cursor, Find(tool, "after")),
            PagingStyle.Cursor => (PageStep.Cursor, Find(tool, "cursor")),
            _ when Find(tool, "offset") is { } offset => (PageStep.Offset, offset),
            _ when Find(tool, "page") is { IsArray: false } page => (PageStep.Page, page),
            _ when Find(tool, "after", "cursor") is { } cursor => (PageStep.Cursor, cursor),
            _ => (PageStep.None, null),
        };
        return new PagingPlan(start is null ? PageStep.None : step, start, size, LargestSizeOf(tool, size));
    }

    private static ToolParameter? Find(IruTool tool, params string[] names) =>
        names.Select(name => tool.Parameters.FirstOrDefault(parameter => parameter.Name == name)).FirstOrDefault(found => found is not null);

    /// <summary>The schema's own limit, else the documented one, else none: then the server's default is left alone.</summary>
    private static int? LargestSizeOf(IruTool tool, ToolParameter? size)
    {
        if (size is null)
            return null;
        if (size.Maximum is { } maximum && maximum is > 0 and <= 100_000)
            return (int)maximum;
        return tool.Operation?.Paging switch
        {
            PagingStyle.Cursor when size.Name == "limit" => 500,
            PagingStyle.PageSize => 50,
            PagingStyle.ThreatOffset => 1000,
            null or PagingStyle.None or PagingStyle.Whole => null,
            _ => 300,
        };
    }
}
