namespace IruMcp.Help;

/// <summary>The parameters that PowerShell gives a cmdlet for its attributes. A page may describe them anew.</summary>
internal static class StockParameters
{
    public static IEnumerable<ParameterFacts> For(bool asks, bool pages)
    {
        if (pages)
        {
            yield return new ParameterFacts("First", "UInt64") { StockText = "How many objects to give." };
            yield return new ParameterFacts("Skip", "UInt64") { StockText = "How many objects to leave out at the start." };
            yield return new ParameterFacts("IncludeTotalCount", "SwitchParameter") { StockText = "Gives the number of all objects first." };
        }
        if (asks)
        {
            yield return new ParameterFacts("WhatIf", "SwitchParameter") { StockText = "Shows what would be done, and does nothing.", Aliases = ["wi"] };
            yield return new ParameterFacts("Confirm", "SwitchParameter") { StockText = "Asks before anything is done.", Aliases = ["cf"] };
        }
    }
}
