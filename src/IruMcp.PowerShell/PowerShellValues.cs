using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using System.Reflection;
using System.Security;
using IruMcp.Governance;
using IruMcp.Results;

namespace IruMcp.PowerShell;

/// <summary>Turns Core's values into PowerShell's objects and back. Safe for several threads, none of which need be a pipeline's.</summary>
internal static class PowerShellValues
{
    /// <summary>Newer PowerShells take the number of members beforehand and need not make room again and again.</summary>
    private static readonly ConstructorInfo? WithCapacity = typeof(PSObject).GetConstructor([typeof(int)]);

    /// <param name="value">One of the kinds that <see cref="DataObject"/> describes.</param>
    /// <param name="revealSecrets">True gives secrets as text, false as SecureString.</param>
    public static object? ToPowerShell(object? value, bool revealSecrets) => value switch
    {
        DataObject data => ToObject(data, revealSecrets),
        object?[] items => ToArray(items, revealSecrets),
        string text => Redactor.Steers(text) ? Shown(text) : text,
        Secret secret => revealSecrets ? secret.Reveal() : ToSecureString(secret),
        _ => value,
    };

    /// <summary>The text itself, which shows without what would steer the terminal: names are chosen by the users of devices.</summary>
    private static PSObject Shown(string text)
    {
        var shown = new PSObject(text);
        shown.Methods.Add(new PSCodeMethod("ToString", ShownMethod));
        return shown;
    }

    private static readonly MethodInfo ShownMethod = typeof(ViewText).GetMethod(nameof(ViewText.Clean))!;

    private static object?[] ToArray(object?[] items, bool revealSecrets)
    {
        var made = new object?[items.Length];
        for (var index = 0; index < items.Length; index++)
            made[index] = ToPowerShell(items[index], revealSecrets);
        return made;
    }

    public static SecureString ToSecureString(Secret secret)
    {
        var secure = new SecureString();
        foreach (var character in secret.Reveal())
            secure.AppendChar(character);
        secure.MakeReadOnly();
        return secure;
    }

    public static Secret ToSecret(SecureString secure) => new(new System.Net.NetworkCredential("", secure).Password);

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
            if (GivenValue.Of(candidate) is var plain && plain is null or string or Guid or int or long)
                members[name] = plain;
        }
    }

    /// <summary>A property's value; null where it cannot be read.</summary>
    public static object? ValueOf(PSPropertyInfo property)
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
        if (!data.CanBeProperties)
        {
            var dictionary = new OrderedDictionary(StringComparer.Ordinal);
            foreach (var member in data.Members)
                dictionary[member.Key] = ToPowerShell(member.Value, revealSecrets);
            return dictionary;
        }

        var members = data.Members;
        var result = NewObject(members.Count);
        var properties = result.Properties;
        for (var index = 0; index < members.Count; index++)
            properties.Add(new PSNoteProperty(members[index].Key, ToPowerShell(members[index].Value, revealSecrets)), preValidated: true);
        if (data.TypeName is { } typeName)
            result.TypeNames.Insert(0, typeName);
        return result;
    }

    private static PSObject NewObject(int members) => WithCapacity is null ? new PSObject() : (PSObject)WithCapacity.Invoke([members]);
}
