using System.Collections.Immutable;

namespace IruMcp.Simulator.Tenant;

/// <summary>Fills a tenant with a coherent fleet. Everything cheap is made at once; what hangs on one device is made when asked for.</summary>
internal static class FleetBuilder
{
    private const string SerialAlphabet = "CDFGHJKLMNPQRTVWXY0123456789";

    public static void Fill(SimulatedTenant tenant, int devices)
    {
        AddTags(tenant);
        AddBlueprints(tenant);
        LibraryBuilder.Fill(tenant);
        AddUsers(tenant, Math.Max(30, devices * 7 / 10));
        for (int i = 0; i < devices; i++)
            tenant.Devices.Add(MakeDevice(tenant, i));
        AdeBuilder.Fill(tenant);
        AddPastAuditEvents(tenant);
    }

    // Past the page size of 500, so that walking the trail takes more than one page.
    private static void AddPastAuditEvents(SimulatedTenant tenant)
    {
        (string Action, string Target)[] kinds = [("update", "blueprint"), ("create", "tag"), ("update", "device"), ("read", "device_secret"), ("delete", "api_token")];
        const int Count = 1203;
        tenant.AuditPast(Enumerable.Range(0, Count).Select(i =>
        {
            var dice = new Dice(tenant.Seed, "past", i);
            (string action, string target) = dice.Pick(kinds);
            string id = target == "device" && tenant.Devices.Count > 0 ? dice.Pick(tenant.Devices.All).Id : dice.Uuid();
            return (action, target, id, Dates.FleetTime.AddHours(-6 * (Count - i)).AddTicks(dice.Below(9_999_999)));
        }));
    }

    private static void AddTags(SimulatedTenant tenant)
    {
        for (int i = 0; i < Vocabulary.Tags.Length; i++)
            tenant.Tags.Add(new Tag(new Dice(tenant.Seed, "tag", i).Uuid(), Vocabulary.Tags[i]));
    }

    private static void AddBlueprints(SimulatedTenant tenant)
    {
        for (int i = 0; i < Vocabulary.Blueprints.Length; i++)
        {
            var dice = new Dice(tenant.Seed, "blueprint", i);
            (string name, string type) = Vocabulary.Blueprints[i];
            tenant.Blueprints.Add(new Blueprint(dice.Uuid()) { Name = name, Type = type, EnrollmentCode = dice.Characters("0123456789", 6), Description = $"Blueprint {i + 1}" });
        }
    }

    private static void AddUsers(SimulatedTenant tenant, int count)
    {
        for (int i = 0; i < count; i++)
        {
            var dice = new Dice(tenant.Seed, "user", i);
            string id = dice.Uuid();
            string first = dice.Pick(Vocabulary.FirstNames);
            string last = dice.Pick(Vocabulary.LastNames);
            tenant.Users.Add(new User(id, i)
            {
                Name = i switch { 3 => "Robert \"Bob\" O'Neil", 4 => "李 小龍 🐉", _ => $"{first} {last}" },
                Email = $"user{i:D5}@example.com",
                Department = dice.Pick(Vocabulary.Departments),
                JobTitle = dice.Pick(Vocabulary.JobTitles),
                IsArchived = i % 29 == 7,
            });
        }
    }

    private static Device MakeDevice(SimulatedTenant tenant, int index)
    {
        var dice = new Dice(tenant.Seed, "device", index);
        string id = dice.Uuid();
        Platform platform = Vocabulary.PlatformMix[index % Vocabulary.PlatformMix.Length];
        (string version, string build) = dice.Pick(Vocabulary.Systems[platform]);
        bool hasUser = platform != Platform.AppleTV && dice.Chance(80);
        DateTime enrolled = Dates.FleetTime.AddDays(-dice.Below(900) - 1).AddSeconds(-dice.Below(86400)).AddTicks(dice.Below(9_999_999));
        return new Device(id, index)
        {
            Name = NameOf(platform, index),
            Platform = platform,
            Model = dice.Pick(Vocabulary.Models[platform]),
            Serial = dice.Characters(SerialAlphabet, 4) + ToBase28(index),
            OsVersion = version,
            Build = build,
            Enrolled = enrolled,
            LastCheckIn = Dates.FleetTime.AddMinutes(-dice.Below(60 * 24 * 20)).AddTicks(dice.Below(9_999_999)),
            User = hasUser ? tenant.Users.All[dice.Below(tenant.Users.Count)] : null,
            AssetTag = dice.Chance(40) ? $"A-{index:D6}" : null,
            Blueprint = BlueprintOf(tenant, platform, ref dice),
            Tags = TagsOf(tenant, ref dice),
            IsMissing = index % 53 == 17,
            FileVault = platform == Platform.Mac && dice.Chance(85),
            LostMode = platform is Platform.iPhone or Platform.iPad && index % 41 == 1
                ? new LostMode("Please call IT", "+49 30 1234567", "Property of Example Inc.", Dates.FleetTime.AddDays(-2)) : null,
        };
    }

    // A few names no program should trip over.
    private static string NameOf(Platform platform, int index) => index switch
    {
        5 => "Zoë's iPad 🎨 – Größe XL",
        8 => "東京支社の共用 Mac",
        12 => "long-" + new string('x', 240) + "-name",
        13 => "quote\"s & <tags> 'n' $(things) `tick`; {brace}",
        14 => "מחשב نقال",
        _ => $"{platform.ToString().ToUpperInvariant()}-{index + 1:D5}",
    };

    private static Blueprint BlueprintOf(SimulatedTenant tenant, Platform platform, ref Dice dice)
    {
        IReadOnlyList<Blueprint> all = tenant.Blueprints.All;
        return platform switch
        {
            Platform.Mac => all[dice.Below(10) switch { < 6 => 0, < 9 => 6, _ => 7 }],
            Platform.iPhone => all[dice.Chance(90) ? 1 : 9],
            Platform.iPad => all[dice.Chance(60) ? 2 : 8],
            Platform.AppleTV => all[3],
            Platform.Windows => all[4],
            _ => all[5],
        };
    }

    private static ImmutableArray<Tag> TagsOf(SimulatedTenant tenant, ref Dice dice)
    {
        int count = Math.Max(0, dice.Below(5) - 2);
        if (count == 0)
            return [];
        int start = dice.Below(tenant.Tags.Count);
        IReadOnlyList<Tag> all = tenant.Tags.All;
        return [.. Enumerable.Range(0, count).Select(n => all[(start + (n * 5)) % all.Count])];
    }

    private static string ToBase28(int number)
    {
        Span<char> text = stackalloc char[6];
        for (int i = text.Length - 1; i >= 0; i--, number /= SerialAlphabet.Length)
            text[i] = SerialAlphabet[number % SerialAlphabet.Length];
        return new string(text);
    }
}
