namespace IruMcp.Simulator.Tools;

/// <summary>Where a parameter goes in the REST request.</summary>
public enum ParameterPlace { Path, Query, Body }

/// <summary>One parameter of an operation; a dotted name is a field of a nested object.</summary>
public sealed record Parameter(string Name, ParameterPlace Place, ParameterType Type, string Description)
{
    /// <summary>Path identifiers are required whatever the table of types says.</summary>
    public bool IsRequired => Place == ParameterPlace.Path || Type.IsRequired;
}

/// <summary>The parameters of every operation, from the table of types.</summary>
public static class ParameterTable
{
    private static readonly Dictionary<(string Operation, string Name), string[]> Facts =
        TableReader.Rows("ParameterFacts.tsv").ToDictionary(r => (r[0], r[1]));

    public static IReadOnlyList<Parameter> Of(Operation operation) =>
    [
        .. operation.PathFields.Select(n => Find(operation, n, ParameterPlace.Path)),
        .. operation.QueryFields.Select(n => Find(operation, n, ParameterPlace.Query)),
        .. operation.BodyFields.Select(n => Find(operation, n, ParameterPlace.Body)),
    ];

    private static Parameter Find(Operation operation, string name, ParameterPlace place)
    {
        string[]? row = Facts.GetValueOrDefault((operation.Key, name)) ?? Facts.GetValueOrDefault(("*", name))
            ?? throw new InvalidOperationException($"ParameterFacts.tsv does not know '{name}' of {operation.Key}.");
        return new Parameter(name, place, ParameterType.Parse(row[2]), row[3]);
    }
}
