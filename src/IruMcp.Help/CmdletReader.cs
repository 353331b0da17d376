using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace IruMcp.Help;

/// <summary>Reads the cmdlets of an assembly from its metadata: nothing of it is loaded or run.</summary>
internal sealed class CmdletReader
{
    private readonly MetadataReader _metadata;
    private readonly TypeNames _types = new();

    private CmdletReader(MetadataReader metadata) => _metadata = metadata;

    public static IReadOnlyList<CmdletFacts> Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        using var image = new PEReader(file);
        var reader = new CmdletReader(image.GetMetadataReader());
        return [.. reader.ReadCmdlets().OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];
    }

    private IEnumerable<CmdletFacts> ReadCmdlets()
    {
        foreach (TypeDefinitionHandle handle in _metadata.TypeDefinitions)
        {
            TypeDefinition type = _metadata.GetTypeDefinition(handle);
            if (Attributes(type.GetCustomAttributes(), "CmdletAttribute").FirstOrDefault() is { } cmdlet)
                yield return new CmdletFacts(
                    (string)cmdlet.Fixed[0]!, (string)cmdlet.Fixed[1]!, cmdlet.Named.GetValueOrDefault("DefaultParameterSetName") as string,
                    [.. Parameters(type), .. StockParameters.For(cmdlet.IsSet("SupportsShouldProcess"), cmdlet.IsSet("SupportsPaging"))]);
        }
    }

    // Those of the base classes come last, as they do in PowerShell's own syntax.
    private IEnumerable<ParameterFacts> Parameters(TypeDefinition type)
    {
        foreach (PropertyDefinitionHandle handle in type.GetProperties())
        {
            PropertyDefinition property = _metadata.GetPropertyDefinition(handle);
            CustomAttributeHandleCollection attributes = property.GetCustomAttributes();
            ReadAttribute[] uses = [.. Attributes(attributes, "ParameterAttribute")];
            if (uses.Length > 0)
                yield return new ParameterFacts(_metadata.GetString(property.Name), property.DecodeSignature(_types, null).ReturnType)
                {
                    Sets = uses.ToDictionary(use => use.Named.GetValueOrDefault("ParameterSetName") as string ?? ParameterFacts.EverySet, Use),
                    Aliases = [.. Attributes(attributes, "AliasAttribute").SelectMany(Texts)],
                    AllowedValues = [.. Attributes(attributes, "ValidateSetAttribute").SelectMany(Texts)],
                    TakesWildcards = Attributes(attributes, "SupportsWildcardsAttribute").Any(),
                };
        }
        if (type.BaseType.Kind == HandleKind.TypeDefinition)
            foreach (ParameterFacts inherited in Parameters(_metadata.GetTypeDefinition((TypeDefinitionHandle)type.BaseType)))
                yield return inherited;
    }

    private static ParameterUse Use(ReadAttribute attribute) => new(
        attribute.IsSet("Mandatory"),
        attribute.Named.GetValueOrDefault("Position") is int and >= 0 and var position ? position : null,
        attribute.IsSet("ValueFromPipeline"),
        attribute.IsSet("ValueFromPipelineByPropertyName"));

    private static IEnumerable<string> Texts(ReadAttribute attribute) => attribute.Fixed
        .OfType<IEnumerable<CustomAttributeTypedArgument<string>>>()
        .SelectMany(values => values.Select(value => (string)value.Value!));

    private IEnumerable<ReadAttribute> Attributes(CustomAttributeHandleCollection handles, string name)
    {
        foreach (CustomAttributeHandle handle in handles)
        {
            CustomAttribute attribute = _metadata.GetCustomAttribute(handle);
            if (NameOf(attribute) != name)
                continue;
            CustomAttributeValue<string> value = attribute.DecodeValue(_types);
            yield return new ReadAttribute(
                [.. value.FixedArguments.Select(argument => argument.Value)],
                value.NamedArguments.ToDictionary(argument => argument.Name!, argument => argument.Value));
        }
    }

    private string NameOf(CustomAttribute attribute)
    {
        EntityHandle type = attribute.Constructor.Kind == HandleKind.MemberReference
            ? _metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent
            : _metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType();
        return type.Kind == HandleKind.TypeReference
            ? _metadata.GetString(_metadata.GetTypeReference((TypeReferenceHandle)type).Name)
            : _metadata.GetString(_metadata.GetTypeDefinition((TypeDefinitionHandle)type).Name);
    }

    private sealed record ReadAttribute(IReadOnlyList<object?> Fixed, IReadOnlyDictionary<string, object?> Named)
    {
        public bool IsSet(string name) => Named.GetValueOrDefault(name) is true;
    }
}
