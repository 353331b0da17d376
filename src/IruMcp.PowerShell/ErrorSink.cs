using System.Collections;
using System.Management.Automation;

namespace IruMcp.PowerShell;

/// <summary>Takes the place of an -ErrorVariable and hands every error on at once, as one of another command's: with that command's name,
/// by its -ErrorAction, in its -ErrorVariable, and counting for <c>$?</c>.</summary>
/// <param name="command">The command whose errors they shall be.</param>
/// <param name="plan">Knows the command's own parameters.</param>
internal sealed class ErrorSink(PSCmdlet command, CommandPlan plan) : ArrayList
{
    public override int Add(object? value)
    {
        if (((value as PSObject)?.BaseObject ?? value) is ErrorRecord error)
            command.WriteError(error.Exception is IruException { MissingArguments.Count: > 0 } missing
                ? ErrorRecords.From(missing, error.TargetObject, plan.HowToGive) : error);
        return 0;
    }
}
