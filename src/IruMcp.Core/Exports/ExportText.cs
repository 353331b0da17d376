using IruMcp.Connections;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Exports;

/// <summary>The failures of an export, in the user's words.</summary>
internal static class ExportText
{
    private const int RowsLookedAt = 20;
    private const string Again = "-Force begins again from the start.";

    public static IruException NotARead(string tool) => new("IruMcp.ExportNeedsRead", IruErrorCategory.InvalidArgument,
        $"'{tool}' changes something. An export may be repeated and gone on with, so only tools that read can be exported.",
        "Get-IruTool | Where-Object Risk -eq Read shows them.") { Tool = tool };

    public static IruException ShowsSecrets(string tool) => new("IruMcp.ExportShowsSecrets", IruErrorCategory.SecurityError,
        $"'{tool}' reveals secrets, and a file would hold them as text.", "Add -AsPlainText if that is what you want.") { Tool = tool };

    public static IruException UnknownFormat(string path) => new("IruMcp.ExportFormatUnknown", IruErrorCategory.InvalidArgument,
        $"'{path}' ends neither in .csv nor in .jsonl.", "The ending says the format: .csv, or .jsonl for one JSON object a line.");

    public static IruException Exists(string path, bool isResumed = false) => new("IruMcp.ExportExists", IruErrorCategory.ResourceExists,
        $"'{path}' is there already.", isResumed ? "-Resume -Force goes on and replaces it." : "Use -Force to replace it, or give another name.");

    public static IruException IsFolder(string path) => new("IruMcp.FileNotWritable", IruErrorCategory.WriteError,
        $"'{path}' cannot be written: it is a folder.", "Give the name of a file.");

    public static string NothingFollowed(long rows) =>
        $"The server gave nothing more behind the {rows} rows that were there. If there should be more, export again; -Force begins from the start.";

    public static IruException Unfinished(string path) => new("IruMcp.ExportUnfinished", IruErrorCategory.ResourceExists,
        $"An export to '{path}' has not been finished.", $"-Resume goes on with it; {Again}");

    public static IruException OtherRequest(string path) => new("IruMcp.ExportMismatch", IruErrorCategory.InvalidArgument,
        $"The unfinished export to '{path}' is of another tool, server, or other arguments, so it cannot be gone on with.",
        $"Repeat the command as it was; {Again}");

    public static IruException Damaged(string path) => new("IruMcp.ExportDamaged", IruErrorCategory.InvalidData,
        $"What is left of the export to '{path}' is damaged, so it cannot be gone on with.", Again);

    public static IruException PositionLost(string path, string why) => new("IruMcp.ExportPositionLost", IruErrorCategory.InvalidResult,
        $"The server no longer goes on where the export to '{path}' stopped: {why}", $"What was read is still there. {Again}");

    public static IruException NotWritable(string path, string why, bool isBegun) => new("IruMcp.FileNotWritable", IruErrorCategory.WriteError,
        $"'{path}' cannot be written: {why}",
        "Check the path, its permissions and the space" + (isBegun ? "; what was written so far stays, and -Resume goes on with it." : "."));

    public static IruException HeldOpen(string path, bool isBegun) => new("IruMcp.FileNotWritable", IruErrorCategory.ResourceBusy,
        $"'{path}' is open in another program, such as Excel, and cannot be replaced.{(isBegun ? "" : " Nothing was read.")}",
        "Close it there" + (isBegun ? ", then use -Resume: everything that was read is kept." : " and run the command again, or give another name."));

    public static IruException InUse(string path) => new("IruMcp.ExportInUse", IruErrorCategory.ResourceBusy,
        $"Another export is writing '{path}'.", "Wait for its end, or give another name.");

    public static string FirstPageAgain => "it sends the first rows again.";

    public static string Masked(long values) =>
        $"{values} secret {(values == 1 ? "value was" : "values were")} written as ****. -AsPlainText writes them as text.";

    public static string NeverSeen(IEnumerable<string> names) => $"No row has {string.Join(", ", names)}.";

    /// <param name="rows">How many rows there were.</param>
    /// <param name="names">What none of them has.</param>
    /// <param name="items">The rows, for what may have been meant.</param>
    public static string NotSeenYet(long rows, IReadOnlyCollection<string> names, IReadOnlyList<object?> items)
    {
        var paths = new HashSet<string>(items.OfType<DataObject>().Take(RowsLookedAt).SelectMany(row => PathsOf(row, "")), StringComparer.Ordinal);
        var meant = names.SelectMany(name => NearestNames.Of(name, paths).Take(1)).Distinct().ToList();
        return $"None of the first {rows} rows has {string.Join(", ", names)}.{(meant.Count > 0 ? $" Did you mean {string.Join(", ", meant)}?" : "")} The export goes on.";
    }

    private static IEnumerable<string> PathsOf(DataObject row, string prefix) => row.Members.SelectMany(member =>
        member.Value is DataObject inner ? PathsOf(inner, prefix + member.Key + ".").Prepend(prefix + member.Key) : [prefix + member.Key]);

    /// <summary>True where the server answered, but not as it would to a position that it knows.</summary>
    public static bool MayBeThePosition(IruException failure) =>
        failure.Id is FailureIds.ToolFailed or FailureIds.NotFound or FailureIds.InvalidArgument or FailureIds.PagingLoop;
}
