using IruMcp.Connections;
using IruMcp.Hosts;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Exports;

/// <summary>One export on its way into a file: page by page into an unfinished file beside the target, with a checkpoint behind each page.
/// Only what is finished gets the target's name. Not for several threads at once.</summary>
public sealed class DataExport : IDisposable
{
    private const int SharedOnWindows = 32;
    private const int SharedOnLinux = 11;
    private const int SharedOnMac = 35;

    private readonly ExportRequest _request;
    private readonly FileStream _file;
    private readonly RowJson _rows;
    private readonly bool _isResumed;
    private ExportCheckpoint _checkpoint;
    private bool _isFirstPage = true;

    private DataExport(ExportRequest request, FileStream file, ExportCheckpoint checkpoint, bool isResumed)
    {
        _request = request;
        _file = file;
        _checkpoint = checkpoint;
        _isResumed = isResumed;
        _rows = new RowJson(request.Properties, request.RevealsSecrets);
    }

    /// <summary>The part of the call that is still to be read.</summary>
    public ToolCall Rest(ToolCall call) => call.Paged(call.Page with { StartAt = _checkpoint.Position, KeepsDateText = true });

    /// <summary>The rows in the file, those of earlier runs included.</summary>
    public long Rows => _checkpoint.Rows;

    public long Pages => _checkpoint.Pages;

    /// <summary>True where an earlier run has read everything already.</summary>
    public bool HasAllRows => _checkpoint.IsComplete;

    /// <summary>Refuses what cannot be exported at all.</summary>
    /// <exception cref="IruException">The tool changes something or shows secrets, or the format is unknown.</exception>
    public static void RequireExportable(ExportRequest request, IruTool tool)
    {
        if (!request.IsCsv && !request.Path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
            throw ExportText.UnknownFormat(request.Path);
        if (!tool.IsRead)
            throw ExportText.NotARead(tool.Name);
        if (tool.Risk == Risk.Sensitive && !request.RevealsSecrets)
            throw ExportText.ShowsSecrets(tool.Name);
    }

    /// <summary>Begins an export, or goes on with one. Whether a file may be written is known before the first request is sent.</summary>
    /// <exception cref="IruException">A file is in the way or cannot be written, or there is nothing to go on
    /// with; nothing has changed.</exception>
    public static DataExport Open(ExportRequest request, IruConnection connection, ToolCall call)
    {
        var fingerprint = request.Fingerprint(connection, call);
        return Guarded(request, () =>
        {
            var isThere = File.Exists(request.UnfinishedPath);
            if (isThere && !request.Resumes && !request.Replaces)
                throw ExportText.Unfinished(request.Path);
            if (Directory.Exists(request.Path))
                throw ExportText.IsFolder(request.Path);
            if (!isThere && File.Exists(request.Path) && !request.Replaces)
                throw ExportText.Exists(request.Path);
            if (ExportFile.IsHeldOpen(request.Path))
                throw ExportText.HeldOpen(request.Path, isBegun: false);

            var file = OpenUnfinished(request);
            try
            {
                var known = isThere && request.Resumes ? Known(request, fingerprint, file) : null;
                // What is complete may have got its name already, just before its end.
                if (File.Exists(request.Path) && !request.Replaces && known is not ({ IsComplete: true } or { Replaces: true }))
                    throw ExportText.Exists(request.Path, isResumed: true);
                if (known is null)
                    File.Delete(request.CheckpointPath);
                file.SetLength(known?.Bytes ?? 0);
                file.Position = file.Length;
                var checkpoint = known is null ? new ExportCheckpoint(fingerprint, null, 0, 0, 0, 0, false, request.Replaces) : known with { Replaces = known.Replaces || request.Replaces };
                checkpoint.Write(request.CheckpointPath);
                return new DataExport(request, file, checkpoint, isResumed: known is { Rows: > 0 });
            }
            catch
            {
                file.Dispose();
                throw;
            }
        });
    }

    /// <summary>Writes a page so that it stays written, whatever happens next.</summary>
    /// <param name="page">The page.</param>
    /// <param name="log">Told at the first page which properties its rows lack: a misspelled one is not worth a whole fleet.</param>
    /// <exception cref="IruException">The file cannot be written, or the server began again from the start.</exception>
    public void Append(ResultPage page, IActivityLog log) => Guarded(_request, () =>
    {
        using var lines = new MemoryStream();
        foreach (var item in page.Items)
            _rows.WriteLine(lines, item);
        if (_isResumed && _isFirstPage && PagePosition.IsCursor(_checkpoint.Position) && lines.Length > 0 && IsStartOfFile(lines.ToArray()))
            throw ExportText.PositionLost(_request.Path, ExportText.FirstPageAgain);
        if (_isResumed && _isFirstPage && page is { Items.Count: 0, NextPosition: null })
            log.Warning(ExportText.NothingFollowed(_checkpoint.Rows));
        _isFirstPage = false;

        lines.Position = 0;
        lines.CopyTo(_file);
        _file.Flush(flushToDisk: true);
        _checkpoint = _checkpoint with
        {
            Position = page.NextPosition,
            Rows = _checkpoint.Rows + page.Items.Count,
            Pages = _checkpoint.Pages + 1,
            Bytes = _file.Length,
            Masked = _checkpoint.Masked + _rows.TakeMaskedCount(),
            IsComplete = page.NextPosition is null,
        };
        _checkpoint.Write(_request.CheckpointPath);
        if (_checkpoint is { Pages: 1, Rows: > 0, IsComplete: false } && _rows.Unseen.Count > 0)
            log.Warning(ExportText.NotSeenYet(_checkpoint.Rows, _rows.Unseen, page.Items));
        return true;
    });

    /// <summary>Gives the file its final form and name.</summary>
    /// <exception cref="IruException">It cannot be written; going on later does this step again.</exception>
    public void Finish(IActivityLog log, CancellationToken cancellationToken) => Guarded(_request, () =>
    {
        if (_request.IsCsv)
        {
            var csv = _request.UnfinishedPath + ".csv";
            using (var target = ExportFile.Create(csv))
            {
                CsvFile.Write(_file, target, _request.Properties, cancellationToken);
                target.Flush(flushToDisk: true);
            }
            MoveToTarget(csv);
            _file.Dispose();
            File.Delete(_request.UnfinishedPath);
        }
        else
        {
            _file.Dispose();
            MoveToTarget(_request.UnfinishedPath);
        }
        File.Delete(_request.CheckpointPath);
        if (_checkpoint.Masked > 0)
            log.Warning(ExportText.Masked(_checkpoint.Masked));
        if (_rows.Unseen.Count > 0 && !_isResumed && _checkpoint.Rows > 0)
            log.Warning(ExportText.NeverSeen(_rows.Unseen));
        return true;
    });

    private void MoveToTarget(string from)
    {
        try
        {
            ExportFile.Move(from, _request.Path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException && ExportFile.IsHeldOpen(_request.Path))
        {
            throw ExportText.HeldOpen(_request.Path, isBegun: true);
        }
    }

    /// <summary>A failure to read on, told as what it means to who goes on with an export.</summary>
    public IruException Explain(IruException failure) => _isResumed && _isFirstPage && ExportText.MayBeThePosition(failure)
        ? ExportText.PositionLost(_request.Path, failure.Message)
        : failure;

    public void Dispose() => _file.Dispose();

    /// <summary>How far the unfinished export came; null where it did not come anywhere.</summary>
    private static ExportCheckpoint? Known(ExportRequest request, string fingerprint, FileStream file)
    {
        if (ExportCheckpoint.Read(request.CheckpointPath) is not { } checkpoint)
            return file.Length == 0 ? null : throw ExportText.Damaged(request.Path);
        if (checkpoint.Request != fingerprint)
            throw ExportText.OtherRequest(request.Path);
        return EndsARow(file, checkpoint.Bytes) ? checkpoint : throw ExportText.Damaged(request.Path);
    }

    private static bool EndsARow(FileStream file, long end)
    {
        if (end == 0 || end > file.Length)
            return end == 0;
        file.Position = end - 1;
        return file.ReadByte() == '\n';
    }

    private static FileStream OpenUnfinished(ExportRequest request)
    {
        try
        {
            return ExportFile.OpenOrCreate(request.UnfinishedPath);
        }
        catch (IOException shared) when ((shared.HResult & 0xFFFF) is SharedOnWindows or SharedOnLinux or SharedOnMac)
        {
            throw ExportText.InUse(request.Path);
        }
    }

    private static T Guarded<T>(ExportRequest request, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw ExportText.NotWritable(request.Path, HostFileText.Describe(error), isBegun: File.Exists(request.CheckpointPath));
        }
    }

    private bool IsStartOfFile(byte[] page)
    {
        var start = new byte[page.Length];
        _file.Position = 0;
        var read = 0;
        while (read < start.Length && _file.Read(start, read, start.Length - read) is > 0 and var more)
            read += more;
        _file.Position = _file.Length;
        return read == page.Length && start.SequenceEqual(page);
    }
}
