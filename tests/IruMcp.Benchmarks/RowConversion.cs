using System.Reflection;
using System.Text.Json.Nodes;
using IruMcp.Results;
using IruMcp.Tools;

namespace IruMcp.Benchmarks;

/// <summary>The module's own way from an answer's text to objects, without the network. It is loaded into a PowerShell that has imported the
/// module already.</summary>
public static class RowConversion
{
    private static readonly MethodInfo ToPowerShell = Assembly.Load("IruMcp").GetType("IruMcp.PowerShell.PowerShellValues", throwOnError: true)!
        .GetMethod("ToPowerShell", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;

    private static readonly Func<object?, bool, object?> Convert = ToPowerShell.CreateDelegate<Func<object?, bool, object?>>();

    /// <summary>The objects in the text of one answer.</summary>
    public static object?[] Read(string text)
    {
        var answer = AnswerReader.Read(new JsonObject { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) });
        var rows = new DataReader(everyValueIsSecret: false);
        return [.. ItemLocator.Locate(answer.Payload, PagingStyle.None).Items.Select(item => Convert(rows.ReadItem(item, "Iru.Device"), false))];
    }
}
