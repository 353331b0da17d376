using IruMcp.Tools;

namespace IruMcp.Core.Tests.Tools;

public sealed class InputSchemaReaderTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", ParameterKind.String, false, false)]
    [InlineData("""{"type":["string","null"]}""", ParameterKind.String, false, true)]
    [InlineData("""{"type":"string","nullable":true}""", ParameterKind.String, false, true)]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"null"}]}""", ParameterKind.Integer, false, true)]
    [InlineData("""{"oneOf":[{"type":"null"},{"type":"boolean"}]}""", ParameterKind.Boolean, false, true)]
    [InlineData("""{"allOf":[{"$ref":"#/$defs/Size"}],"description":"x"}""", ParameterKind.Number, false, false)]
    [InlineData("""{"$ref":"#/$defs/Size"}""", ParameterKind.Number, false, false)]
    [InlineData("""{"$ref":"#/definitions/a~1b"}""", ParameterKind.Integer, false, false)]
    [InlineData("""{"anyOf":[{"$ref":"#/$defs/Names"},{"type":"null"}]}""", ParameterKind.String, true, true)]
    [InlineData("""{"type":"array","items":{"type":["string","null"]}}""", ParameterKind.String, true, false)]
    [InlineData("""{"type":["integer","number"]}""", ParameterKind.Number, false, false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}}}""", ParameterKind.Object, false, false)]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", ParameterKind.Object, false, false)]
    [InlineData("""{"const":"fixed"}""", ParameterKind.String, false, false)]
    [InlineData("""{"enum":[1,2,3]}""", ParameterKind.Integer, false, false)]
    [InlineData("""{"enum":["a",null]}""", ParameterKind.String, false, true)]
    public void Shapes_are_understood(string property, ParameterKind kind, bool isArray, bool isNullable)
    {
        var parameter = Assert.Single(Read(property).Parameters);
        Assert.Equal((kind, isArray, isNullable, false), (parameter.Kind, parameter.IsArray, parameter.IsNullable, parameter.IsAnyShape));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("""{"type":["string","integer"]}""")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"integer"}]}""")]
    [InlineData("""{"$ref":"#/$defs/Missing"}""")]
    [InlineData("""{"$ref":"https://elsewhere.example/schema.json"}""")]
    [InlineData("""{"$ref":"#/$defs/Circle"}""")]
    [InlineData("""{"type":"strange"}""")]
    [InlineData("""{"type":42}""")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    public void Unknown_shapes_take_any_value(string property)
    {
        var parameter = Assert.Single(Read(property).Parameters);
        Assert.True(parameter is { Kind: ParameterKind.Object, IsAnyShape: true, IsNullable: true });
    }

    [Fact]
    public void A_forbidden_property_is_no_parameter() => Assert.Empty(Read("false").Parameters);

    [Fact]
    public void Values_bounds_and_texts_are_kept()
    {
        var integer = Assert.Single(Read("""{"type":"integer","exclusiveMinimum":0,"maximum":300,"exclusiveMaximum":true,"default":25,"description":"Rows."}""").Parameters);
        Assert.Equal((1m, 299m, "25", "Rows."), (integer.Minimum, integer.Maximum, integer.Default, integer.Description));
        var number = Assert.Single(Read("""{"type":"number","minimum":0.5,"exclusiveMaximum":1}""").Parameters);
        Assert.Equal((0.5m, false, 1m, true), (number.Minimum, number.IsMinimumExclusive, number.Maximum, number.IsMaximumExclusive));
        Assert.Equal(["1", "2.5"], Assert.Single(Read("""{"type":"number","enum":[1,2.5]}""").Parameters).AllowedValues);
        Assert.Equal(["a", "b"], Assert.Single(Read("""{"type":"array","items":{"enum":["a","b"]}}""").Parameters).AllowedValues);
        Assert.Equal(["a"], Assert.Single(Read("""{"enum":["a","\u001b[31mb","\u202eb","\u200fc"]}""").Parameters).AllowedValues);
        Assert.Equal("uuid", Assert.Single(Read("""{"type":"string","format":"uuid"}""").Parameters).Format);
        Assert.Equal("Outer.", Assert.Single(Read("""{"$ref":"#/$defs/Size","description":"Outer."}""").Parameters).Description);
    }

    [Theory]
    [InlineData("body")]
    [InlineData("params")]
    [InlineData("Query")]
    [InlineData("payload")]
    [InlineData("arguments")]
    public void Nested_arguments_are_flattened_by_one_level(string wrapper)
    {
        var schema = InputSchemaReader.Read("""
            {"type":"object","required":["device_id","WRAPPER"],"properties":{
              "device_id":{"type":"string"},
              "WRAPPER":{"anyOf":[{"$ref":"#/$defs/Body"},{"type":"null"}]}},
             "$defs":{"Body":{"type":"object","required":["asset_tag"],"additionalProperties":true,
               "properties":{"asset_tag":{"type":"string"},"device_id":{"type":"string"},"code":{"type":"object","properties":{"x":{"type":"string"}}}}}}}
            """.Replace("WRAPPER", wrapper, StringComparison.Ordinal));
        Assert.Equal(["device_id", "asset_tag", "code"], schema.Parameters.Select(parameter => parameter.Name));
        Assert.Equal([wrapper, "asset_tag"], schema.Parameters[1].Path);
        Assert.True(schema.Parameters[1].IsRequired);
        Assert.Equal(ParameterKind.Object, schema.Parameters[2].Kind);
        Assert.Equal([wrapper, "device_id"], Assert.Single(schema.HiddenParameters).Path);
        Assert.Equal([wrapper], schema.RequiredObjects);
        Assert.Equal([wrapper], schema.OpenObjects);
    }

    [Fact]
    public void Objects_of_other_names_stay_one_parameter()
    {
        var parameter = Assert.Single(InputSchemaReader.Read(
            """{"properties":{"ReturnToService":{"type":"object","properties":{"Enabled":{"type":"boolean"}}}}}""").Parameters);
        Assert.Equal((ParameterKind.Object, false), (parameter.Kind, parameter.IsRequired));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("not json", true)]
    [InlineData("[]", true)]
    [InlineData("null", true)]
    [InlineData("true", true)]
    [InlineData("{}", true)]
    [InlineData("""{"type":"object"}""", true)]
    [InlineData("""{"properties":[]}""", true)]
    [InlineData("""{"type":"object","additionalProperties":false}""", false)]
    [InlineData("""{"type":"object","properties":{}}""", false)]
    [InlineData("""{"properties":{},"additionalProperties":{"type":"string"}}""", true)]
    [InlineData("""{"$ref":"#"}""", true)]
    public void Malformed_and_open_schemas_leave_the_tool_callable(string json, bool allowsOthers)
    {
        var schema = InputSchemaReader.Read(json);
        Assert.Empty(schema.Parameters);
        Assert.Equal(allowsOthers, schema.AllowsOtherArguments);
    }

    [Fact]
    public void Names_that_differ_by_case_keep_one_parameter_and_one_path()
    {
        var schema = InputSchemaReader.Read("""{"properties":{"name":{"type":"string"},"Name":{"type":"string"}}}""");
        Assert.Equal("name", Assert.Single(schema.Parameters).Name);
        Assert.Equal("Name", Assert.Single(schema.HiddenParameters).Name);
    }

    private static InputSchema Read(string property) => InputSchemaReader.Read("""
        {"type":"object","properties":{"value":PROPERTY},
         "$defs":{"Size":{"type":"number"},"Names":{"type":"array","items":{"type":"string"}},"Circle":{"$ref":"#/$defs/Circle"}},
         "definitions":{"a/b":{"type":"integer"}}}
        """.Replace("PROPERTY", property, StringComparison.Ordinal));
}
