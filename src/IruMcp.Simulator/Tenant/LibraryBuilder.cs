using System.Text.Json.Nodes;

namespace IruMcp.Simulator.Tenant;

/// <summary>
/// Library items, and which blueprint has which. Scripts and profiles fill more than one page of 300.
/// </summary>
internal static class LibraryBuilder
{
    public const string CustomApp = "custom-app";
    public const string InHouseApp = "ipa-app";
    public const string Profile = "custom-profile";
    public const string Script = "custom-script";

    public static readonly string[] Categories = ["Apps", "Utilities", "Security", "Productivity", "Préférences ⚙️"];

    public static void Fill(SimulatedTenant tenant)
    {
        Add(tenant, CustomApp, 40, App);
        Add(tenant, InHouseApp, 8, InHouse);
        Add(tenant, Profile, 310, MobileConfig);
        Add(tenant, Script, 620, ShellScript);
        AssignToBlueprints(tenant);
    }

    /// <summary>The one id a Self Service category always has.</summary>
    public static string CategoryId(int index) => new Dice(0, "category", index).Uuid();

    private static void Add(SimulatedTenant tenant, string kind, int count, Func<int, Dice, JsonObject> content)
    {
        for (int i = 0; i < count; i++)
        {
            var dice = new Dice(tenant.Seed, kind, i);
            string id = dice.Uuid();
            JsonObject item = content(i, dice);
            item.Insert(0, "id", id);
            item["created_at"] = Dates.Iso(Dates.FleetTime.AddDays(-400 + i % 300));
            item["updated_at"] = Dates.Iso(Dates.FleetTime.AddDays(-50).AddMinutes(i));
            tenant.Library.Add(new Document(id, kind, item));
        }
    }

    private static void AssignToBlueprints(SimulatedTenant tenant)
    {
        int index = 0;
        foreach (Blueprint blueprint in tenant.Blueprints.All)
        {
            var dice = new Dice(tenant.Seed, "contents", index++);
            if (blueprint.Name.StartsWith("Empty", StringComparison.Ordinal))
                continue;
            blueprint.LibraryItems = [.. Enumerable.Range(0, 6 + dice.Below(8)).Select(_ => dice.Pick(tenant.Library.All)).Distinct()];
        }
    }

    private static JsonObject App(int index, Dice dice) => new()
    {
        ["name"] = $"{dice.Pick(Vocabulary.Apps)} {index + 1}",
        ["file_key"] = $"companies/example/library/app-{index}.pkg",
        ["install_type"] = dice.Pick(["package", "zip", "image"]),
        ["install_enforcement"] = dice.Pick(["install_once", "continuously_enforce", "no_enforcement"]),
        ["audit_script"] = "",
        ["unzip_location"] = "",
        ["active"] = index % 9 != 8,
        ["restart"] = false,
        ["preinstall_script"] = "",
        ["postinstall_script"] = "",
        ["file_url"] = $"https://files.example.com/app-{index}.pkg?X-Amz-Signature=CANARY{index}",
        ["sha256"] = dice.Characters("0123456789abcdef", 64),
        ["file_size"] = 1_000_000L + dice.Below(900_000_000),
        ["file_updated"] = Dates.Iso(Dates.FleetTime.AddDays(-60)),
        ["show_in_self_service"] = index % 2 == 0,
        ["self_service_category_id"] = CategoryId(index % Categories.Length),
        ["self_service_recommended"] = false,
    };

    private static JsonObject InHouse(int index, Dice dice) => new()
    {
        ["name"] = $"Field App {index + 1}",
        ["file_key"] = $"companies/example/library/field-{index}.ipa",
        ["active"] = true,
        ["icon"] = "",
        ["ipad_icon"] = "",
        ["identifier"] = $"com.example.field{index}",
        ["app_identifier"] = $"com.example.field{index}",
        ["app_name"] = $"Field {index + 1}",
        ["app_version"] = $"2.{index}.0",
        ["supported_device_families"] = new JsonArray("iPhone", "iPad"),
        ["minimum_os_version"] = "16.0",
        ["file_url"] = $"https://files.example.com/field-{index}.ipa?X-Amz-Signature=CANARY{index}",
        ["sha256"] = dice.Characters("0123456789abcdef", 64),
        ["file_size"] = 80_000_000L,
        ["runs_on_iphone"] = true,
        ["runs_on_ipad"] = true,
        ["runs_on_tv"] = false,
        ["runs_on_mac"] = false,
        ["runs_on_ipod"] = false,
        ["runs_on_watch"] = false,
    };

    private static JsonObject MobileConfig(int index, Dice dice)
    {
        string payload = dice.Uuid();
        return new JsonObject
        {
            ["name"] = $"Profile {index + 1:D3}",
            ["active"] = true,
            ["profile"] = $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\"><dict><key>PayloadUUID</key><string>{payload}</string></dict></plist>\n",
            ["mdm_identifier"] = $"com.example.mdm.profile.{payload}",
            ["runs_on_mac"] = true,
            ["runs_on_iphone"] = index % 3 == 0,
            ["runs_on_ipad"] = index % 3 == 0,
            ["runs_on_tv"] = false,
            ["runs_on_vision"] = false,
        };
    }

    private static JsonObject ShellScript(int index, Dice dice) => new()
    {
        ["name"] = index == 2 ? "Скрипт 'três' \"quotes\" 🐚" : $"Script {index + 1:D3}",
        ["active"] = index % 7 != 6,
        ["execution_frequency"] = dice.Pick(["once", "every_15_min", "every_day", "no_enforcement"]),
        ["restart"] = false,
        ["script"] = "#!/bin/zsh\necho \"hello $USER\"\nexit 0",
        ["remediation_script"] = "",
        ["show_in_self_service"] = false,
    };
}
