namespace IruMcp.Tools;

/// <summary>Gives a tool its class by proof. What is not proved is unknown, and counts as the worst.</summary>
internal static class RiskClassifier
{
    /// <param name="tool">The tool.</param>
    /// <param name="operation">The documented operation that it is proved to be; null for none.</param>
    public static RiskVerdict Classify(UndocumentedTool tool, Operation? operation)
    {
        if (operation is null)
            return ReadProof.Of(tool);

        // Wording does not count for a documented operation, but a read that says at once that it does something else is none.
        return operation.Risk <= Risk.Sensitive && ReadWords.ClaimedDeed(tool.Description ?? "", OperationSignature.Of(operation).Words) is { } deed
            ? RiskVerdict.Unknown(ToolText.DeedInText(deed))
            : new RiskVerdict(operation.Risk, ToolText.DocumentedRisk(operation));
    }
}

/// <param name="Risk">The class.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="IsUnknown">True where nothing proves what the tool does, so that it counts as destructive.</param>
internal sealed record RiskVerdict(Risk Risk, string Reason, bool IsUnknown = false)
{
    public static RiskVerdict Unknown(string why) => new(Risk.Destructive, $"{ToolText.UnknownTool} {why}", IsUnknown: true);
}
