using IruMcp.Simulator.Tenant;

namespace IruMcp.Simulator.Rest;

/// <summary>The filters and the ordering of the device list.</summary>
internal static class DeviceQuery
{
    private static readonly Dictionary<string, Func<Device, string>> OrderFields = new()
    {
        ["device_id"] = d => d.Id,
        ["device_name"] = d => d.Name,
        ["serial_number"] = d => d.Serial,
        ["model"] = d => d.Model,
        ["platform"] = d => d.Platform.ToString(),
        ["os_version"] = d => d.OsVersion,
        ["asset_tag"] = d => d.AssetTag ?? "",
        ["blueprint_name"] = d => d.Blueprint?.Name ?? "",
        ["blueprint_id"] = d => d.Blueprint?.Id ?? "",
        ["last_check_in"] = d => Dates.Iso(d.LastCheckIn),
        ["first_enrollment"] = d => Dates.Iso(d.Enrolled),
        ["last_enrollment"] = d => Dates.Iso(d.Enrolled),
        ["user"] = d => d.User?.Name ?? "",
        ["user_name"] = d => d.User?.Name ?? "",
        ["user_email"] = d => d.User?.Email ?? "",
    };

    public static IEnumerable<Device> Select(RestCall call)
    {
        IEnumerable<Device> devices = Filters(call).Aggregate((IEnumerable<Device>)call.Tenant.Devices.All, (found, filter) => found.Where(filter));
        if (call.Text("ordering") is not { Length: > 0 } ordering)
            return devices;
        bool isDescending = ordering.StartsWith('-');
        if (!OrderFields.TryGetValue(ordering.TrimStart('-'), out Func<Device, string>? key))
            return devices;
        return isDescending ? devices.OrderByDescending(key, StringComparer.Ordinal) : devices.OrderBy(key, StringComparer.Ordinal);
    }

    private static IEnumerable<Func<Device, bool>> Filters(RestCall call)
    {
        if (call.Text("device_id") is { } id)
            yield return d => Same(d.Id, id);
        if (call.Text("device_name") is { } name)
            yield return d => Contains(d.Name, name);
        if (call.Text("serial_number") is { } serial)
            yield return d => Contains(d.Serial, serial);
        if (call.Text("model") is { } model)
            yield return d => Contains(d.Model, model);
        if (call.Text("os_version") is { } version)
            yield return d => Contains(d.OsVersion, version);
        if (call.Text("asset_tag") is { } asset)
            yield return d => Same(d.AssetTag, asset);
        if (call.Text("blueprint_id") is { } blueprint)
            yield return d => Same(d.Blueprint?.Id, blueprint);
        if (call.Text("platform") is { } platform)
            yield return d => d.Platform.ToString() == platform;
        if (call.Flag("filevault_enabled") is { } fileVault)
            yield return d => d.Platform == Platform.Mac && d.FileVault == fileVault;
        if (call.Text("mac_address") is { } mac)
            yield return d => Same(DeviceFacts.MacAddress(d), mac);
        foreach (Func<Device, bool> filter in TagFilters(call).Concat(UserFilters(call)))
            yield return filter;
    }

    private static IEnumerable<Func<Device, bool>> TagFilters(RestCall call)
    {
        if (call.Text("tag_name") is { } name)
            yield return d => d.Tags.Any(t => t.Name == name);
        if (call.List("tag_name_in") is { } names)
            yield return d => d.Tags.Any(t => names.Contains(t.Name));
        if (call.Text("tag_id") is { } id)
            yield return d => d.Tags.Any(t => t.Id == id);
        if (call.List("tag_id_in") is { } ids)
            yield return d => d.Tags.Any(t => ids.Contains(t.Id));
    }

    private static IEnumerable<Func<Device, bool>> UserFilters(RestCall call)
    {
        if (call.Text("user") is { } any)
            yield return d => Contains(d.User?.Name, any) || Contains(d.User?.Email, any) || Same(d.User?.Id, any);
        if (call.Text("user_email") is { } email)
            yield return d => Contains(d.User?.Email, email);
        if (call.Text("user_email_exact") is { } exact)
            yield return d => Same(d.User?.Email, exact);
        if (call.Text("user_id") is { } id)
            yield return d => Same(d.User?.Id, id);
        if (call.Text("user_name") is { } name)
            yield return d => Contains(d.User?.Name, name);
    }

    private static bool Same(string? value, string wanted) => string.Equals(value, wanted, StringComparison.OrdinalIgnoreCase);

    private static bool Contains(string? value, string part) => value?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}
