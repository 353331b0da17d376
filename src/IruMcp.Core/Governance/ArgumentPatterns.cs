using System.Collections.ObjectModel;

namespace IruMcp.Governance;

/// <summary>The patterns of one argument of a rule. As a text it is read as the rule is: a shell shows the members of a dictionary as texts.</summary>
internal sealed class ArgumentPatterns(IList<string> patterns) : ReadOnlyCollection<string>(patterns)
{
    public override string ToString() => string.Join(" or ", this);
}
