using System.Diagnostics;
using System.Text.Json;
using IruMcp.Connections;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Bridge;

/// <summary>Saves an answer that is too large for a conversation, and gives its summary, the first rows and the file's path instead.</summary>
internal sealed class LargeAnswer(ResultFiles files, int maxResultSize)
{
    /// <summary>Clients give up on a call after a minute, as a rule.</summary>
    public static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(40);

    private const int MostShownRows = 10;
    private const int MostColumns = 60;

    /// <summary>The answer to give in place of the large one.</summary>
    /// <param name="call">The call that was answered.</param>
    /// <param name="answer">Its first page.</param>
    /// <param name="cleaner">Takes the secrets out, of the file too.</param>
    /// <exception cref="IruException">It could not be saved.</exception>
    public async Task<string> SaveAsync(
        IruConnection connection, ToolCall call, ToolAnswer answer, AnswerCleaner cleaner, ProgressSink progress, IActivityLog log, CancellationToken cancellationToken)
    {
        try
        {
            return answer.PlainText is { } text
                ? SaveText(call.Tool, cleaner.Text(text))
                : await SaveRowsAsync(connection, call, answer, cleaner, progress, log, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw BridgeText.CannotBeSaved(call.Tool.Name, answer.RawText.Length, failure.Message);
        }
    }

    private string SaveText(IruTool tool, string text)
    {
        using var file = files.Create(tool.Name, ".txt");
        using var writer = ResultFiles.WriterOf(file);
        writer.Write(text);
        return Json(json =>
        {
            json.WriteString("summary", BridgeText.SavedText(tool.Name, text.Length));
            json.WriteString("path", file.Name);
            json.WriteString("beginning", text.Substring(0, Math.Min(text.Length, maxResultSize / 4)));
        });
    }

    private async Task<string> SaveRowsAsync(
        IruConnection connection, ToolCall call, ToolAnswer answer, AnswerCleaner cleaner, ProgressSink progress, IActivityLog log, CancellationToken cancellationToken)
    {
        using var file = files.Create(call.Tool.Name, ".ndjson");
        using var writer = ResultFiles.WriterOf(file);
        var rows = new SavedRows(writer, row => cleaner.Json(JsonLine.Of(row.WriteTo)), maxResultSize);
        var style = call.Tool.Operation?.Paging ?? PagingStyle.None;
        var located = ItemLocator.Locate(answer.Payload, style);
        var more = located.IsList && HasMore(located, call.Tool);
        string? stoppedBy = null;

        if (more && AsksForNoPage(call))
            stoppedBy = await SavePagesAsync(connection, call, style, rows, located.Total, progress, log, cancellationToken).ConfigureAwait(false);
        else
        {
            rows.Add(located.Items);
            if (more)
                stoppedBy = BridgeText.MorePages(call.Tool.Paging.Start?.Name);
        }
        writer.Flush();

        return Json(json =>
        {
            json.WriteString("summary", BridgeText.Saved(call.Tool.Name, rows.Count, located.IsList && !more || stoppedBy is null, stoppedBy));
            json.WriteNumber("row_count", rows.Count);
            if (located.Total is { } total)
                json.WriteNumber("total_count", total);
            json.WriteString("path", file.Name);
            json.WriteNumber("bytes", file.Length);
            json.WriteStartArray("columns");
            foreach (var column in rows.Columns.Take(MostColumns))
                json.WriteStringValue(column);
            json.WriteEndArray();
            json.WriteStartArray("first_rows");
            foreach (var row in rows.First.Take(MostShownRows))
                json.WriteRawValue(row, skipInputValidation: true);
            json.WriteEndArray();
            if (rows.First.Count == 0 && rows.Start is { } start)
                json.WriteString("first_row_begins", start);
        });
    }

    /// <summary>Reads the whole list from its start; null when all of it was read, else why not.</summary>
    private static async Task<string?> SavePagesAsync(
        IruConnection connection, ToolCall call, PagingStyle style, SavedRows rows, long? total, ProgressSink progress, IActivityLog log, CancellationToken cancellationToken)
    {
        var taken = Stopwatch.StartNew();
        var reader = connection.Invoke(call.Paged(new PageRequest { IsRaw = true }), log);
        try
        {
            while (await reader.ReadPageAsync(cancellationToken).ConfigureAwait(false) is { } page)
            {
                if (page.Answer is { } answer)
                    rows.Add(ItemLocator.Locate(answer.Payload, style).Items);
                progress.Report(rows.Count, total, BridgeText.RowsRead(rows.Count));
                if (taken.Elapsed > LongestRead)
                    return BridgeText.StoppedAfter(LongestRead);
            }
        }
        catch (IruException failure)
        {
            return BridgeText.StoppedBy(failure.Message);
        }
        return null;
    }

    private static bool HasMore(LocatedItems located, IruTool tool)
    {
        if (tool.Risk != Risk.Read || tool.Paging.Step == PageStep.None)
            return false;
        if (located.HasNextMember || located.Next is not null)
            return located.Next is not null;
        return located.Total is not { } total || total > located.Items.Count;
    }

    /// <summary>Who asks for a page gets that page.</summary>
    private static bool AsksForNoPage(ToolCall call)
    {
        var plan = call.Tool.Paging;
        bool IsGiven(ToolParameter? parameter) => parameter is not null && ArgumentPath.Get(call.Arguments.Json, parameter) is not null;
        return !IsGiven(plan.Start) && !IsGiven(plan.Size);
    }

    private static string Json(Action<Utf8JsonWriter> members) => JsonLine.Of(json =>
    {
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
    });
}
