namespace IruMcp.Governance;

/// <summary>The arguments of a call on record, which are their JSON as text: so a CSV file of audit entries has them.</summary>
internal sealed class RecordedArguments : Dictionary<string, object?>
{
    private readonly string _json = "{}";

    public RecordedArguments()
    {
    }

    public RecordedArguments(IDictionary<string, object?> arguments, string json)
        : base(arguments, StringComparer.Ordinal) => _json = json;

    public override string ToString() => _json;
}
