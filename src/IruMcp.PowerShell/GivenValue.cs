using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Numerics;
using System.Security;
using IruMcp.Tools;

namespace IruMcp.PowerShell;

/// <summary>Hands a value to Core without PowerShell's wrapping and without changing what it is: what an argument gets of it, Core decides.</summary>
internal static class GivenValue
{
    private const int MostNesting = 100;

    /// <summary>Two formats that give different texts for every number, and the same text for a literal, which ignores them.</summary>
    private static readonly string[] Widths = [new('0', 40), new('0', 41)];

    /// <exception cref="IruException">It is nested too deep, or holds itself.</exception>
    public static object? Of(object? value) => Of(value, null);

    /// <summary>The members of a dictionary or an object; null for everything else.</summary>
    /// <exception cref="IruException">It is nested too deep, or holds itself.</exception>
    public static IReadOnlyList<KeyValuePair<string, object?>>? MembersOf(object? value) => Of(value) switch
    {
        GivenObject given => given.Members,
        IDictionary dictionary => [.. dictionary.Cast<DictionaryEntry>().Select(entry => new KeyValuePair<string, object?>((string)entry.Key, entry.Value))],
        _ => null,
    };

    private static object? Of(object? value, Holder? holder)
    {
        var wrapped = value as PSObject;
        var inner = wrapped is not null && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
        switch (inner)
        {
            case null or DBNull:
                return null;
            case string or byte[] or GivenObject:
                return inner;
            case var _ when ReferenceEquals(inner, AutomationNull.Value):
                return null;
            case PSReference reference:
                return Of(reference.Value, new Holder(inner, holder));
            case SecureString secure:
                return PowerShellValues.ToSecret(secure);
            case SwitchParameter flag:
                return flag.ToBool();
            case PSObject or System.Data.DataRow or System.Data.DataRowView:
                return ObjectOf(PSObject.AsPSObject(inner), new Holder(inner, holder));
            case IDictionary dictionary:
                return DictionaryOf(dictionary.Cast<DictionaryEntry>().Select(entry => (entry.Key, (object?)entry.Value)), new Holder(inner, holder));
            case IEnumerable<KeyValuePair<string, object?>> pairs:
                return DictionaryOf(pairs.Select(pair => ((object)pair.Key, pair.Value)), new Holder(inner, holder));
            case IEnumerable items:
                var list = new Holder(inner, holder);
                return items.Cast<object?>().Select(item => Of(item, list)).ToArray();
            case var _ when wrapped is not null && IsNumber(inner) && LiteralText(wrapped) is { } text:
                return new NumberLiteral(inner, text);
            case var _ when IsDefinedInPowerShell(inner.GetType()):
                return ObjectOf(PSObject.AsPSObject(inner), new Holder(inner, holder));
            default:
                return inner;
        }
    }

    private static GivenObject ObjectOf(PSObject value, Holder holder) => new([.. value.TypeNames],
        [.. value.Properties.Where(property => property.IsGettable)
            .Select(property => new KeyValuePair<string, object?>(property.Name, Of(PowerShellValues.ValueOf(property), holder)))]);

    private static OrderedDictionary DictionaryOf(IEnumerable<(object Key, object? Value)> entries, Holder holder)
    {
        var copy = new OrderedDictionary(StringComparer.Ordinal);
        foreach (var (key, value) in entries)
            copy[Convert.ToString(key, CultureInfo.InvariantCulture) ?? ""] = Of(value, holder);
        return copy;
    }

    private static bool IsNumber(object value) => value is BigInteger
        || value is not Enum && Type.GetTypeCode(value.GetType()) is >= TypeCode.SByte and <= TypeCode.Decimal;

    /// <summary>What was typed, where the number is a literal of the command line; null for every other number.</summary>
    private static string? LiteralText(PSObject number)
    {
        var text = number.ToString(Widths[0], CultureInfo.InvariantCulture);
        return text == number.ToString(Widths[1], CultureInfo.InvariantCulture) ? text : null;
    }

    /// <summary>A class of a script or of Add-Type, which holds data as a hashtable does; other objects of .NET have members without end.</summary>
    private static bool IsDefinedInPowerShell(Type type) => !type.IsPrimitive && !type.IsEnum
        && (type.Assembly.IsDynamic || type.Assembly.Location.Length == 0) && typeof(PSObject).Assembly != type.Assembly && typeof(IruTool).Assembly != type.Assembly;

    /// <summary>An object or list, and those that it is in.</summary>
    private sealed class Holder
    {
        private readonly object _item;
        private readonly Holder? _outer;
        private readonly int _depth;

        public Holder(object item, Holder? outer)
        {
            _item = item;
            _outer = outer;
            _depth = outer is null ? 1 : outer._depth + 1;
            for (var above = outer; above is not null; above = above._outer)
                if (ReferenceEquals(above._item, item))
                    throw TooDeep();
            if (_depth > MostNesting)
                throw TooDeep();
        }

        private static IruException TooDeep() => new("IruMcp.InvalidArgument", IruErrorCategory.InvalidArgument,
            $"An argument is nested more than {MostNesting} levels deep, or holds itself.");
    }
}
