using System.Globalization;
using System.Text;

namespace IruMcp.Benchmarks;

/// <summary>What was measured of one way to a result; the first way of a comparison is the module's.</summary>
/// <param name="Way">How it was done.</param>
/// <param name="Values">One value a round.</param>
internal sealed record Samples(string Way, IReadOnlyList<double> Values)
{
    public double Median => Values.Order().ElementAt(Values.Count / 2);
}

/// <summary>Collects comparisons, prints them as they come, and writes them into one page, again after each: a run takes long.</summary>
/// <param name="path">The page; null for none.</param>
internal sealed class Report(string? path)
{
    private readonly StringBuilder _page = new();

    public void Section(string title, string about)
    {
        _page.AppendLine().AppendLine($"## {title}").AppendLine().AppendLine(about).AppendLine()
            .AppendLine("| What | Way | Median | Least to most | IruMcp / it |").AppendLine("| --- | --- | ---: | ---: | ---: |");
        Console.WriteLine($"\n{title}");
    }

    public void Add(string what, string unit, params IReadOnlyList<Samples> ways)
    {
        foreach (var way in ways)
        {
            var ratio = way == ways[0] ? "" : Text(ways[0].Median / way.Median, "0.00");
            _page.AppendLine($"| {(way == ways[0] ? what : "")} | {way.Way} | {Number(way.Median)} {unit} | {Number(way.Values.Min())} to {Number(way.Values.Max())} | {ratio} |");
            Console.WriteLine($"  {what,-44} {way.Way,-34} {Number(way.Median),10} {unit,-6} {ratio,6}");
        }
        Save();
    }

    public void Note(string text)
    {
        _page.AppendLine().AppendLine(text);
        Console.WriteLine("  " + text);
    }

    private void Save()
    {
        if (path is not null)
            File.WriteAllText(path, Page());
    }

    private string Page() => $"""
        # Benchmarks

        Written by `./build.ps1 Bench` on {DateTime.UtcNow:yyyy-MM-dd}: {Environment.ProcessorCount} processors, {System.Runtime.InteropServices.RuntimeInformation.OSDescription.Trim()}, .NET {Environment.Version}.
        The simulated tenant is a process of its own on the same machine. In each comparison all ways take turns, so that whatever else the
        machine does hits them alike; what counts are the ratios, under 1 being in IruMcp's favour, and not the times.
        {_page}
        """.ReplaceLineEndings("\n") + "\n";

    private static string Number(double value) => Text(value, value < 10 ? "0.00" : "0");

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
