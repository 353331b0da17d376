using System.Text.Json.Nodes;
using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>The own columns of the Prism categories about a Mac's system software and accounts.</summary>
internal static class PrismSoftwareColumns
{
    public static void LaunchItem(Device d, int index, JsonObject row)
    {
        bool isAgent = index == 0;
        string label = isAgent ? "com.example.agent" : "com.example.daemon";
        row["path"] = $"/Library/{(isAgent ? "LaunchAgents" : "LaunchDaemons")}/{label}.plist";
        row["file_name"] = label + ".plist";
        row["label"] = label;
        row["program"] = "/usr/local/bin/example";
        row["run_at_load"] = true;
        row["keep_alive"] = !isAgent;
        row["disabled"] = false;
        row["is_loaded"] = true;
        row["program_arguments"] = new JsonArray("/usr/local/bin/example", "--quiet", "--name=\"Zoë\"");
        row["domain"] = new JsonObject { ["type"] = isAgent ? "gui" : "system", ["uid"] = isAgent ? 501 : null };
        row["pid"] = 300 + index;
    }

    public static void LocalUser(Device d, int index, JsonObject row)
    {
        bool isPerson = index == 0;
        string name = isPerson ? DeviceFacts.LocalUser(d) : "_hidden";
        row["uid"] = isPerson ? 501 : 401;
        row["username"] = name;
        row["full_name"] = isPerson ? d.User?.Name ?? "Administrator" : "Hidden Admin";
        row["type"] = "admin";
        row["home_directory"] = isPerson ? "/Users/" + name : "/private/var/" + name;
        row["shell"] = "/bin/zsh";
        row["hidden_user"] = !isPerson;
        row["secure_token"] = isPerson;
        row["filevault_user"] = isPerson && d.FileVault;
        row["volume_owner"] = isPerson;
        row["logged_in"] = isPerson;
        row["mobile_account"] = false;
        row["password_last_set"] = Dates.Iso(d.Enrolled);
    }

    public static void Startup(Device d, int index, JsonObject row)
    {
        bool isAppleSilicon = DeviceFacts.IsAppleSilicon(d);
        row["sip"] = true;
        row["ssv"] = true;
        row["bootstrap_token_required_for_software_update"] = isAppleSilicon;
        row["bootstrap_token_required_for_kernel_extension_approval"] = isAppleSilicon;
        row["bootstrap_token_escrowed"] = true;
        row["kext_requires_bst"] = isAppleSilicon;
        row["external_boot_level"] = isAppleSilicon ? "not supported" : "disallowed";
        row["secure_boot_level"] = "full";
    }

    public static void SystemExtension(Device d, int index, JsonObject row)
    {
        row["path"] = "/Library/SystemExtensions/example.systemextension";
        row["identifier"] = "com.example.networkextension";
        row["state"] = "activated_enabled";
        row["name"] = "Example Filter";
        row["short_version"] = "3.2";
        row["bundle_version"] = "320";
        row["categories"] = new JsonArray("com.apple.system_extension.network_extension");
        row["bundle_path"] = "/Applications/Example.app";
        row["team_id"] = "ABCDE12345";
        row["is_mdm_managed"] = true;
    }

    public static void Transparency(Device d, int index, JsonObject row)
    {
        row["service"] = index == 0 ? "SystemPolicyAllFiles" : "ScreenCapture";
        row["application"] = "com.example.zoom";
        row["client_type"] = "bundle_id";
        row["status"] = index == 0 ? "allowed" : "denied";
        row["status_reason"] = index == 0 ? "mdm_policy" : "user_set";
        row["last_modified"] = Dates.Iso(d.Enrolled);
        row["local_user"] = index == 0 ? null : DeviceFacts.LocalUser(d);
    }
}
