using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace IruMcp.ValueTests;

/// <summary>Makes cases out of everything that is handed to cmdlets.</summary>
public static class Generators
{
    private static readonly string[] Cultures = ["", "en-US", "de-DE", "en-GB", "fr-FR", "tr-TR", "th-TH", "fa-IR", "ar-SA", "ja-JP", "sv-SE", "hi-IN"];
    private static readonly string[] Zones = ["UTC", "America/New_York", "Europe/Berlin", "Australia/Sydney", "Asia/Kathmandu", "America/St_Johns"];
    private static readonly string[] Texts =
        ["a", "a b", "a,b", "007", "15.10", "true", "False", "5", " 5 ", "1.5", "-3", "mac", "iPad", "2026-04-03", "03.04.2026", "ÄÖÜ ß", "İıiI", "日本", "it's", "$null", "{}", "@{a=1}", "99999999999999999999"];

    private static readonly Gen<Value> Literals = Gen.Elements<Value>(
        new Literal("012345", "12345"), new Literal("15.10", "15.1"), new Literal("15.5", "15.5"), new Literal("1kb", "1024"), new Literal("0x1F", "31"), new Literal("007", "7"),
        new Literal("1e2", "100"), new Literal("5", "5"), new Literal("300", "300"), new Literal("301", "301"), new Literal("9007199254740993", "9007199254740993"), new Literal("12345678901234567890", "12345678901234567890"), new Literal("5L", "5"));

    private static readonly Gen<Value> Numbers = Gen.OneOf(
        Gen.Choose(-5, 400).Select(number => (Value)new Computed($"([int] '{number.ToString(CultureInfo.InvariantCulture)}')", number.ToString(CultureInfo.InvariantCulture))),
        Gen.Choose(-500, 5000).Select(number => (number / 8m).ToString(CultureInfo.InvariantCulture)).Select(text => (Value)new Computed($"([double]::Parse('{text}', [cultureinfo]::InvariantCulture))", Short(text))),
        Gen.Choose(1, 5000).Select(number => (number / 100m).ToString("0.00", CultureInfo.InvariantCulture)).Select(text => (Value)new Computed($"([decimal]::Parse('{text}', [cultureinfo]::InvariantCulture))", text)),
        Gen.Elements<Value>(
            new Computed("([long] 9007199254740993)", "9007199254740993"), new Computed("([bigint]::Pow(2, 70))", "1180591620717411303424"), new Computed("([uint64]::MaxValue)", "18446744073709551615"),
            new Computed("(5 | ForEach-Object { $_ })", "5"), new Computed("([byte] 7)", "7"), new Computed("([ref] 1)", "1"), new Computed("([single] 0.5)", "0.5")));

    private static readonly Gen<Value> Flat = Gen.Frequency(
        (4, Gen.Elements(Texts).Select(text => (Value)new TextValue(text))),
        (3, Literals), (3, Numbers), (1, Gen.Elements<Value>(new Flag(true), new Flag(false))),
        (3, Times()), (2, Gen.Elements<Value>(
            new Texted("([guid] '0F8FAD5B-D9CB-469F-A165-70867728950E')", "0f8fad5b-d9cb-469f-a165-70867728950e"), new Texted("([version] '15.1.2')", "15.1.2"), new Texted("([semver] '1.2.3-rc.1')", "1.2.3-rc.1"),
            new Texted("([uri] 'https://example.com/a b')", "https://example.com/a b"), new Texted("([DayOfWeek]::Monday)", "Monday"), new Texted("([char] 'x')", "x"), new Texted("([ipaddress] '10.0.0.1')", "10.0.0.1"),
            new Texted("([DateOnly]::new(2026, 4, 3))", "2026-04-03"))),
        (2, Gen.Elements("123456", "s3cret value", "012345").Select(text => (Value)new SecretValue(text))));

    private static readonly Gen<Value> Empty = Gen.Elements("$null", "''", "([DBNull]::Value)", "([System.Management.Automation.Internal.AutomationNull]::Value)", "$unset", "$row.typo", "(& { })", "@('')", "@($null)", "([Net.NetworkCredential]::new('', '').SecurePassword)")
        .Select(written => (Value)new Nothing(written));

    private static readonly Gen<Value> Unusable = Gen.Elements(
        "{ $_.tags }", "([pscredential]::new('u', [Net.NetworkCredential]::new('', 'p').SecurePassword))", "([timespan]::FromDays(7))", "(Get-Item .)", "([int])", "(Get-Process -Id $PID)",
        "([xml] '<a><b>1</b></a>')", "([System.Threading.CancellationToken]::None)", "([IO.MemoryStream]::new())").Select(written => (Value)new Meaningless(written));

    private static readonly Gen<Value> Lists =
        from form in Gen.Elements(
            "@({0})", "([Collections.Generic.List[object]] @({0}))", "([Collections.Generic.HashSet[object]] @({0}))", "([Collections.Generic.Queue[object]] @({0}))", "([Collections.ArrayList] @({0}))",
            "([Linq.Enumerable]::ToArray([object[]] @({0})))", "([Collections.Concurrent.ConcurrentQueue[object]] @({0}))", "([Linq.Enumerable]::Skip([object[]] @({0}), 0))", "(,@({0}))")
        from count in Gen.Elements(2, 2, 3, 4)
        from elements in Gen.ArrayOf(Gen.Frequency((6, Flat.Where(value => value is not Many)), (1, Empty.Where(value => value.Expression is "$null" or "''"))), count)
        select (Value)new Many(form, [.. elements.DistinctBy(element => element.Expression)]) is var many && ((Many)many).Elements.Count > 1 ? many : new Many(form, [new TextValue("one"), new TextValue("two")]);

    private static readonly Gen<Value> Objects =
        from form in Gen.Elements("@{{ {0} }}", "([ordered] @{{ {0} }})", "([pscustomobject] @{{ {0} }})", "(@{{ {0} }} | ConvertTo-Json | ConvertFrom-Json)")
        from flagName in Gen.Elements("is_active", "IS_ACTIVE", "Is_Active")
        from flag in Gen.Frequency((4, Gen.Elements<Value>(new Flag(true), new Flag(false), new TextValue("true"))), (1, Gen.Elements<Value>(new TextValue("yes"), new Nothing("$null"))))
        from codeName in Gen.Elements("code", "Code", "CODE", "cod")
        from code in Gen.Elements<Value>(new TextValue("abc"), new TextValue("012345"), new TextValue("ÄÖ"), new Nothing("''"))
        from both in Gen.Elements(true, true, false)
        select (Value)new Members(form, both ? [(flagName, flag), (codeName, code)] : [(flagName, flag)]);

    public static Arbitrary<Case> Cases() => Arb.From(
        from argument in Gen.Frequency([.. Catalogue.Arguments.Select(argument => (argument.Shape switch { Shape.SecretText => 1, Shape.Text or Shape.ListOfText => 5, _ => 3 }, Gen.Constant(argument)))])
        from server in Gen.Elements([.. Catalogue.Servers.Select(server => server.Name)])
        from door in Gen.Elements(Enum.GetValues<Door>().Where(door => door != Door.Export || argument.IsRead).ToArray())
        from value in Gen.Frequency(
            (9, argument.Shape == Shape.ClosedObject ? Objects : Flat), (argument.Shape == Shape.ListOfText ? 9 : 2, Lists), (2, Empty), (1, Unusable), (1, Objects), (1, Flat))
        from culture in Gen.Elements(Cultures)
        from zone in Gen.Elements(Zones)
        where IsPossible(value, zone)
        select new Case { Argument = argument, Server = server, Door = door, Value = value, Culture = culture, Zone = zone });

    /// <summary>Around the changes of clocks of 2026, and anywhere else.</summary>
    private static Gen<Value> Times() =>
        from day in Gen.Elements(new DateTime(2026, 3, 8), new DateTime(2026, 3, 29), new DateTime(2026, 4, 5), new DateTime(2026, 10, 4), new DateTime(2026, 10, 25), new DateTime(2026, 11, 1), new DateTime(2026, 4, 3), new DateTime(1999, 12, 31))
        from minutes in Gen.Choose(0, 1439)
        from ticks in Gen.Elements(0, 0, 1, 5_000_000)
        from kind in Gen.Elements(DateTimeKind.Unspecified, DateTimeKind.Local, DateTimeKind.Utc)
        from offset in Gen.Elements(0.0, 2, -4, 5.5, 9)
        from withOffset in Gen.Elements(false, false, true)
        select withOffset
            ? (Value)new TimeWithOffset(new DateTimeOffset(day.AddMinutes(minutes).AddTicks(ticks), TimeSpan.FromHours(offset)))
            : new Time(DateTime.SpecifyKind(day.AddMinutes(minutes).AddTicks(ticks), DateTimeKind.Unspecified), kind);

    /// <summary>A time that the clocks left out is nobody's.</summary>
    private static bool IsPossible(Value value, string zone) => value switch
    {
        Time { Kind: not DateTimeKind.Utc } time => !TimeZoneInfo.FindSystemTimeZoneById(zone).IsInvalidTime(time.Clock),
        Many many => many.Elements.All(element => IsPossible(element, zone)),
        _ => true,
    };

    private static string Short(string number) => number.Contains('.', StringComparison.Ordinal) ? number.TrimEnd('0').TrimEnd('.') : number;
}
