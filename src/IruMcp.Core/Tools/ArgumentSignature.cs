namespace IruMcp.Tools;

/// <summary>What the resolver compares an argument by, worked out once: it is compared with every operation.</summary>
internal sealed class ArgumentSignature(ToolParameter parameter)
{
    public ToolParameter Parameter { get; } = parameter;

    public string PlainName { get; } = Identifiers.Plain(parameter.Name);

    public bool LooksLikeId { get; } = Identifiers.LooksLikeId(parameter.Name);

    /// <summary>True for an argument that can be a part of a path.</summary>
    public bool CanIdentify { get; } =
        !parameter.IsArray && parameter.Kind is ParameterKind.String or ParameterKind.Integer || parameter.IsAnyShape;
}
