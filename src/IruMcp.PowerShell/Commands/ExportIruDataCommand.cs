using System.Diagnostics;
using System.Management.Automation;
using IruMcp.Exports;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.PowerShell.Commands;

/// <summary>Writes the whole result of a reading tool into a file, and can go on where an earlier run stopped.</summary>
[Cmdlet(VerbsData.Export, "IruData", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(void))]
public sealed class ExportIruDataCommand : ConnectedCmdlet, IDynamicParameters
{
    private RuntimeDefinedParameterDictionary? _toolParameters;
    private readonly Stopwatch _clock = new();
    private long _rowsBefore;

    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(ReadingToolCompleter))]
    public string Tool { get; set; } = "";

    /// <summary>The file; its ending says the format.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Alias("FilePath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter]
    [AllowNull]
    public object? Arguments { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    public string[] Property { get; set; } = [];

    [Parameter]
    [ValidateRange(1, 100_000)]
    public int PageSize { get; set; }

    [Parameter]
    public SwitchParameter Resume { get; set; }

    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The tool's own parameters, from the list that the connection has: no request is sent.</summary>
    public object? GetDynamicParameters()
    {
        if (string.IsNullOrEmpty(Tool))
            return null;
        return _toolParameters = UsableConnection?.Tools.Find(Tool) is { } tool ? ToolParameters.DefineForExport(tool) : ToolParameters.Unknown();
    }

    protected override void EndProcessing()
    {
        try
        {
            var approval = new Approval(this, OpenConnection, force: false, _ => null);
            var tool = OpenConnection.GetTool(Tool);
            approval.RequireAllowed(tool);
            ToolParameters.RequireRead(_toolParameters, tool);
            var request = new ExportRequest
            {
                Path = FilePath.Of(this, Path), Properties = [.. Property.Distinct(StringComparer.Ordinal)], RevealsSecrets = AsPlainText, Resumes = Resume, Replaces = Force,
            };
            DataExport.RequireExportable(request, tool);
            var page = new PageRequest { PageSize = PageSize == 0 ? null : PageSize };
            var call = ToolCall.Bind(tool, null, ToolParameters.Bound(_toolParameters, tool), GivenArguments.Of(Arguments, Tool), page);
            call.RefuseLikelyMistakes();
            if (!ShouldProcess(request.Path, $"Export {OpenConnection.RedactLine(call.Action)}") || !approval.Ask(call, null))
                return;

            using var export = DataExport.Open(request, OpenConnection, call);
            _rowsBefore = export.Rows;
            if (!export.HasAllRows)
                Read(export, export.Rest(call));
            Run(cancellationToken =>
            {
                export.Finish(Log, cancellationToken);
                return Task.CompletedTask;
            });
            WriteVerbose($"{export.Rows} rows are in {request.Path}.");
        }
        catch (IruException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure, Path, Messages.GiveInArguments));
        }
    }

    private void Read(DataExport export, ToolCall call)
    {
        _clock.Start();
        using var reader = Begin(export, call);
        Run(async cancellationToken =>
        {
            try
            {
                while (await reader.ReadPageAsync(cancellationToken).ConfigureAwait(false) is { } page)
                {
                    reader.StartNextPage(cancellationToken);
                    export.Append(page, Log);
                    await WriteAsync(() => ShowProgress(export, page.TotalCount)).ConfigureAwait(false);
                }
            }
            catch (IruException failure)
            {
                throw export.Explain(failure);
            }
        });
        WriteProgress(new ProgressRecord(1, Tool, "Done") { RecordType = ProgressRecordType.Completed });
    }

    private ResultReader Begin(DataExport export, ToolCall call)
    {
        try
        {
            return OpenConnection.Invoke(call, Log);
        }
        catch (IruException failure)
        {
            throw export.Explain(failure);
        }
    }

    private void ShowProgress(DataExport export, long? total)
    {
        var perSecond = (export.Rows - _rowsBefore) / Math.Max(0.001, _clock.Elapsed.TotalSeconds);
        var progress = new ProgressRecord(1, Tool, Messages.ExportProgress(export.Rows, total, export.Pages, perSecond));
        if (total is > 0)
        {
            progress.PercentComplete = (int)Math.Min(100, export.Rows * 100 / total.Value);
            progress.SecondsRemaining = (int)Math.Min(int.MaxValue, Math.Max(0, total.Value - export.Rows) / Math.Max(0.001, perSecond));
        }
        WriteProgress(progress);
    }
}
