using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace IruMcp.Help;

/// <summary>Names types as PowerShell's help does: <c>String[]</c>, <c>SwitchParameter</c>, <c>Uri</c>.</summary>
internal sealed class TypeNames : ISignatureTypeProvider<string, object?>, ICustomAttributeTypeProvider<string>
{
    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        reader.GetString(reader.GetTypeDefinition(handle).Name);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        reader.GetString(reader.GetTypeReference(handle).Name);

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetArrayType(string elementType, ArrayShape shape) => elementType + "[]";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        genericType == "Nullable`1" ? typeArguments[0] : $"{genericType.Split('`')[0]}[{string.Join(",", typeArguments)}]";

    public string GetByReferenceType(string elementType) => elementType;

    public string GetPointerType(string elementType) => elementType;

    public string GetPinnedType(string elementType) => elementType;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => "IntPtr";

    public string GetGenericMethodParameter(object? genericContext, int index) => "Object";

    public string GetGenericTypeParameter(object? genericContext, int index) => "Object";

    public string GetSystemType() => "Type";

    public string GetTypeFromSerializedName(string name) => name.Split(',')[0].Split('.')[^1];

    public bool IsSystemType(string type) => type == "Type";

    /// <summary>The enumerations that PowerShell's attributes take are Int32 all of them.</summary>
    public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;
}
