using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security;
using IruMcp.Results;

namespace IruMcp.PowerShell;

/// <summary>Turns Core's values into PowerShell's objects and back.</summary>
internal static class PowerShellValues
{
    private const int MostNesting = 100;

    private static readonly HashSet<string> ReservedNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "PSObject", "PSBase", "PSAdapted", "PSExtended", "PSTypeNames",
    };

    /// <summary>Whether the names of objects of one shape can be those of properties: looked at once for a whole list.</summary>
    private static readonly ConditionalWeakTable<object, object> UsableShapes = new();

    /// <summary>Newer PowerShells take the number of members beforehand and need not make room again and again.</summary>
    private static readonly ConstructorInfo? WithCapacity = typeof(PSObject).GetConstructor([typeof(int)]);

    /// <param name="value">One of the kinds that <see cref="DataObject"/> describes.</param>
    /// <param name="revealSecrets">True gives secrets as text, false as SecureString.</param>
    public static object? ToPowerShell(object? value, bool revealSecrets) => value switch
    {
        DataObject data => ToObject(data, revealSecrets),
        object?[] items => Array.ConvertAll(items, item => ToPowerShell(item, revealSecrets)),
        Secret secret => revealSecrets ? secret.Reveal() : ToSecureString(secret),
        _ => value,
    };

    public static SecureString ToSecureString(Secret secret)
    {
        var secure = new SecureString();
        foreach (var character in secret.Reveal())
            secure.AppendChar(character);
        secure.MakeReadOnly();
        return secure;
    }

    public static Secret ToSecret(SecureString secure) => new(new System.Net.NetworkCredential("", secure).Password);

    /// <summary>The value without PowerShell's wrapping: dictionaries, lists and simple values.</summary>
    /// <exception cref="IruException">It is nested too deep, as an object that holds itself.</exception>
    public static object? FromPowerShell(object? value) => FromPowerShell(value, MostNesting);

    private static object? FromPowerShell(object? value, int nestingLeft)
    {
        if (nestingLeft == 0)
            throw new IruException("IruMcp.InvalidArgument", IruErrorCategory.InvalidArgument,
                $"An argument is nested more than {MostNesting} levels deep, or holds itself.");
        var inner = value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
        switch (inner)
        {
            case PSObject custom:
                return Members(custom, nestingLeft - 1);
            case SecureString secure:
                return ToSecret(secure).Reveal();
            case SwitchParameter flag:
                return flag.ToBool();
            case IDictionary dictionary:
                var copy = new OrderedDictionary();
                foreach (DictionaryEntry entry in dictionary)
                    copy[entry.Key.ToString()!] = FromPowerShell(entry.Value, nestingLeft - 1);
                return copy;
            case string or byte[]:
                return inner;
            case IEnumerable items:
                return items.Cast<object?>().Select(item => FromPowerShell(item, nestingLeft - 1)).ToArray();
            default:
                return inner;
        }
    }

    /// <summary>Those members of an object that could be an identifier. Others are not even read: a property may be costly.</summary>
    public static Dictionary<string, object?> ScalarMembers(PSObject value)
    {
        var members = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        if (value.BaseObject is IDictionary dictionary)
        {
            foreach (DictionaryEntry entry in dictionary)
                AddScalar(entry.Key.ToString()!, entry.Value);
            return members;
        }
        foreach (var property in value.Properties.Where(property => property.IsGettable))
            if (property is PSNoteProperty or PSAliasProperty or PSProperty)
                AddScalar(property.Name, ValueOf(property));
        return members;

        void AddScalar(string name, object? candidate)
        {
            if (FromPowerShell(candidate) is var plain && plain is null or string or Guid or int or long)
                members[name] = plain;
        }
    }

    private static OrderedDictionary Members(PSObject value, int nestingLeft)
    {
        var members = new OrderedDictionary();
        foreach (var property in value.Properties.Where(property => property.IsGettable))
            members[property.Name] = FromPowerShell(ValueOf(property), nestingLeft);
        return members;
    }

    private static object? ValueOf(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    private static object ToObject(DataObject data, bool revealSecrets)
    {
        if (!CanBeProperties(data))
        {
            var dictionary = new OrderedDictionary(StringComparer.Ordinal);
            foreach (var member in data.Members)
                dictionary[member.Key] = ToPowerShell(member.Value, revealSecrets);
            return dictionary;
        }

        var result = NewObject(data.Members.Count);
        var properties = result.Properties;
        foreach (var member in data.Members)
            properties.Add(new PSNoteProperty(member.Key, ToPowerShell(member.Value, revealSecrets)), preValidated: true);
        if (data.TypeName is { } typeName)
        {
            result.TypeNames.Insert(0, typeName);
            AddedProperties.Ensure(typeName);
        }
        return result;
    }

    /// <summary>An object of PowerShell's compares names without case and has none that is empty.</summary>
    private static bool CanBeProperties(DataObject data)
    {
        if (data.Shape is not { } shape)
            return HasUsableNames(data);
        if (!UsableShapes.TryGetValue(shape, out var known))
            known = UsableShapes.GetValue(shape, _ => (object)HasUsableNames(data));
        return (bool)known;
    }

    private static PSObject NewObject(int members) => WithCapacity is null ? new PSObject() : (PSObject)WithCapacity.Invoke([members]);

    private static bool HasUsableNames(DataObject data)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return data.Members.All(member => member.Key.Length > 0 && !ReservedNames.Contains(member.Key) && names.Add(member.Key));
    }
}
