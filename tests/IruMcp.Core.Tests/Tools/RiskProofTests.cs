using IruMcp.Tools;

namespace IruMcp.Core.Tests.Tools;

/// <summary>What proves that a tool reads, and what keeps it from counting as a read.</summary>
public sealed class RiskProofTests
{
    /// <summary>Names of tools that destroy or take away, in the words of many makers.</summary>
    public static TheoryData<string> DestructiveNames() => [.. """
        reimage_device zeroize_disk deregister_device freshStart prune_devices detach_disk close_account format_disk decommission_device retire_device
        offboard_user kill_device shred_disk evict_pod quarantine_host suspend_user wipe_device eraseDevice factory_reset device.destroy unenrollDevice
        deprovision_user obliterate nuke_tenant drop_database truncate_table flush_cache empty_trash purge_queue expunge_mail sanitize_drive scrub_volume
        brick_device self_destruct burn_keys bulldoze_site demolish_cluster annihilate_vm extinguish_node vaporize_bucket incinerate_backup pulverize_disk
        dissolve_team disband_group expel_member banish_user oust_admin eject_media discard_draft forget_network abandon_ip release_address relinquish_license
        surrender_lease rescind_offer nullify_policy void_invoice invalidate_session expire_token rotate_key revoke_access ban_ip block_user disable_account
        deactivate_license disown_device unpair_phone unlink_account disconnect_site sever_tunnel cut_power power_off halt_server shutdown_all terminate_instance
        stop_service abort_backup cancel_subscription reject_request deny_access overwrite_config clobber_file replace_certificate reset_password restore_snapshot
        rollback_release revert_vm downgrade_firmware reflash_device repartition_disk reformat_drive degauss_tape blank_media secure_erase_ssd crypto_shred
        smart_lockout lock_out_user freeze_account thaw_account isolate_host contain_endpoint sinkhole_domain blackhole_route null_route tarpit_ip
        effacer_appareil supprimer_utilisateur borrar_dispositivo eliminar_usuario loeschen_geraet geraet_zuruecksetzen cancella_dispositivo apagar_dispositivo
        usun_urzadzenie smazat_zarizeni torles_eszkoz slet_enhed radera_enhet poista_laite sil_cihaz hapus_perangkat xoa_thiet_bi
        ger\u00e4t_l\u00f6schen \u0443\u0434\u0430\u043b\u0438\u0442\u044c \u5220\u9664\u8bbe\u5907 \u524a\u9664 \uc0ad\u81c1 g\u0435t_device \u13b6et_device get_dev\u0131ce \uff47\uff45\uff54_\uff44\uff45\uff56\uff49\uff43\uff45_\uff57\uff49\uff50\uff45
        get_and_erase_device get_device_erase_all find_erase search_and_destroy count_then_wipe list-and-remove get&delete getAndWipe get_device_wipe
        get_run_script get_wipe_device show_delete_user fetch_reimage_device getdeviceerase listwipedevice view_zeroize_disk read_reset get_force_delete
        lookup_purge describe_terminate_instance query_then_drop retrieve_reenroll_device find_unassign_user check_in_device checkout_license preview_erase
        device user tags blueprint device_manager manage device_control handle_device process orchestrate batch webhook graphql rpc proxy forward relay
        """.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Names of tools that read, as their makers name them.</summary>
    public static TheoryData<string> ReadNames() => [.. """
        get-widgets list_widgets retrieveWidget SearchWidgets count.widgets find/widget iru_kandji_mcp_api_v1_get_widget getDeletedWidgets get-lock-status
        list-updates get-editor-name get-wipe-log show_device describe_instance view_report lookup_user read_file fetch_page browse_catalog enumerate_hosts
        inspect_container display_settings see_details query_logs check_status explain_error preview_page compare_versions get_device_details get_user_by_id
        list_devices_for_user search_users_by_name find_offline_hosts get_failed_logins list_disabled_accounts get_locked_users list_recent_events
        get_update_history get_restart_schedule list_push_notifications get_install_status get_software_inventory list_groups get_group_members
        get_policy get_compliance_state list_alerts get_alert get_network_topology list_vlans get_ssid get_bandwidth_usage list_backups get_backup_job_status
        get_certificate list_certificates get_license_count list_licenses get_uptime get_cpu_usage list_processes get_disk_usage get_os_version get_users_and_groups
        """.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)];

    [Theory]
    [MemberData(nameof(DestructiveNames))]
    public void Whatever_a_destructive_name_is_said_in_it_counts_as_destructive(string name)
    {
        name = System.Text.RegularExpressions.Regex.Unescape(name);
        Assert.Equal(Risk.Destructive, Judge(name).Risk);
        if (name.Split('_', '-').Length > 1)
            Assert.Equal(Risk.Destructive, Judge(name, readOnly: true).Risk);
    }

    [Theory]
    [MemberData(nameof(ReadNames))]
    public void A_name_that_says_that_it_reads_is_a_read(string name) => Assert.Equal((Risk.Read, false), (Judge(name).Risk, Judge(name).IsUnknown));

    [Theory]
    [InlineData("get-widget-secret")]
    [InlineData("get_bypass_codes")]
    [InlineData("getRecoveryLock_key")]
    [InlineData("list-pins")]
    [InlineData("get-passcodes")]
    [InlineData("get_bitlocker_key")]
    [InlineData("get_wifi_psk")]
    [InlineData("get_mfa_seed")]
    [InlineData("get_backup_codes")]
    [InlineData("get-credentials")]
    [InlineData("getApiKey")]
    [InlineData("get_token_by_id")]
    [InlineData("get_kubeconfig")]
    [InlineData("get-enrollment-profile")]
    [InlineData("get_laps_password")]
    [InlineData("get_thing", "Gets the recovery key of a disk.")]
    public void A_read_that_names_a_secret_is_sensitive(string name, string? description = null) => Assert.Equal(Risk.Sensitive, Judge(name, description).Risk);

    [Theory]
    [InlineData("""{"action":{"type":"string"}}""")]
    [InlineData("""{"mode":{"enum":["list","erase"]}}""")]
    [InlineData("""{"mode":{"const":"wipe"}}""")]
    [InlineData("""{"mode":{"type":"string","default":"delete"}}""")]
    [InlineData("""{"method":{"type":"string"}}""")]
    [InlineData("""{"script":{"type":"string"}}""")]
    [InlineData("""{"sql":{"type":"string"}}""")]
    [InlineData("""{"url":{"type":"string"}}""")]
    [InlineData("""{"body":{"type":"object"}}""")]
    [InlineData("""{"body":{}}""")]
    [InlineData("""{"wipe":{"type":"boolean"}}""")]
    [InlineData("""{"force_delete":{"type":"boolean"}}""")]
    [InlineData("""{"options":{"type":"object","properties":{"erase":{"type":"boolean"}}}}""")]
    [InlineData("""{"options":{"type":"array","items":{"anyOf":[{"type":"object","properties":{"then":{"enum":["wipe"]}}}]}}}""")]
    [InlineData("""{"\u0435rase":{"type":"boolean"}}""")]
    [InlineData("""{"body":{"$ref":"#/$defs/B"}},"$defs":{"B":{"type":"object","properties":{"action":{"type":"string"}}}}""")]
    [InlineData("""{"loop":{"$ref":"#/properties/loop"}}""")]
    [InlineData("""{"away":{"$ref":"https://example.com/schema"}}""")]
    public void An_argument_that_can_do_more_than_read_makes_a_tool_unknown(string properties) =>
        Assert.True(Judge("get_widget", schema: $$"""{"type":"object","properties":{{properties}}}""").IsUnknown);

    [Theory]
    [InlineData("""{"start_date":{"type":"string"},"end":{"type":"string"},"start":{"type":"integer"}}""")]
    [InlineData("""{"install_uuid":{"type":"string"},"update_status":{"type":"string"}}""")]
    [InlineData("""{"state":{"enum":["running","stopped","deleted"]},"sort":{"enum":["created_at","updated_at"]}}""")]
    [InlineData("""{"body":{"type":"object","properties":{"limit":{"type":"integer"}}}}""")]
    [InlineData("""{"filter":{"type":"object"},"include_deleted":{"type":"boolean"}}""")]
    public void Ordinary_filters_leave_a_read_a_read(string properties) =>
        Assert.Equal(Risk.Read, Judge("get_widget", schema: $$"""{"type":"object","properties":{{properties}}}""").Risk);

    [Theory]
    [InlineData("Erases the device.")]
    [InlineData("Perform a device action: erase, lock or restart a device")]
    [InlineData("Gets a device and wipes it.")]
    [InlineData("Gets a device, then deletes its data.")]
    [InlineData("Smurfs the device.")]
    [InlineData("Gets the device and smurfs it.")]
    [InlineData("\u0421\u0442\u0438\u0440\u0430\u0435\u0442 \u0443\u0441\u0442\u0440\u043e\u0439\u0441\u0442\u0432\u043e")]
    public void A_description_that_speaks_of_a_deed_makes_a_tool_unknown(string description) => Assert.True(Judge("get_widget", description).IsUnknown);

    [Theory]
    [InlineData("Gets the result of an install.")]
    [InlineData("Lists deleted devices. Does not delete anything.")]
    [InlineData("The widgets of the tenant.")]
    [InlineData("Returns the lock status of a device.")]
    public void A_description_of_what_is_read_is_no_deed(string description) => Assert.Equal(Risk.Read, Judge("get_widget", description).Risk);

    [Theory]
    [InlineData("whoami", null, true, null, Risk.Read)]
    [InlineData("device_details", null, true, null, Risk.Read)]
    [InlineData("device_details", null, null, null, Risk.Destructive)]
    [InlineData("frobnicate", null, true, null, Risk.Destructive)]
    [InlineData("frobnicate", "Returns the widgets.", true, null, Risk.Read)]
    [InlineData("reimage", "Returns the widgets.", true, null, Risk.Destructive)]
    [InlineData("format_disk", "Returns the widgets.", true, null, Risk.Destructive)]
    [InlineData("get_widget", null, null, true, Risk.Destructive)]
    [InlineData("get_widget", null, true, true, Risk.Destructive)]
    [InlineData("get_widget", null, false, null, Risk.Destructive)]
    public void Annotations_raise_the_class_and_lower_only_what_speaks_of_reading(string name, string? description, bool? readOnly, bool? destructive, Risk expected) =>
        Assert.Equal(expected, Judge(name, description, readOnly: readOnly, destructive: destructive).Risk);

    [Fact]
    public void A_word_that_all_tools_share_is_a_prefix_only_where_the_verb_stands_behind_it()
    {
        Assert.All(Build("decommission_device", "decommission_user", "decommission_site"), tool => Assert.True(tool.IsUnknown));
        Assert.All(Build("smurf_device", "smurf_user", "smurf_site"), tool => Assert.True(tool.IsUnknown));
        Assert.All(Build("purge_list", "purge_search", "purge_view"), tool => Assert.True(tool.IsUnknown));
        Assert.All(Build("acme_get_widget", "acme_widget_list", "acme_search_things"), tool => Assert.Equal(Risk.Read, tool.Risk));
        Assert.True(Build("acme_get_widget", "acme_widget_list", "acme_widget_smurf").Single(tool => tool.Name == "acme_widget_smurf").IsUnknown);
        Assert.All(Build("acme_get_widget", "other_get_widget"), tool => Assert.True(tool.IsUnknown));
    }

    [Fact]
    public void A_tool_with_an_action_is_no_documented_operation()
    {
        const string Actions = """{"type":"object","properties":{"device_id":{"type":"string"},"action":{"enum":["list","get","update","delete","erase"]}}}""";
        foreach (var name in new[] { "device_action", "device", "get_device", "list_devices", "restart_device" })
            Assert.True(Judge(name, "Perform a device action: erase, lock or restart a device", Actions).IsUnknown);
    }

    private static IReadOnlyList<IruTool> Build(params string[] names) => ToolCatalogue.Build([.. names.Select(name => new ListedTool(name, null, null, "{}", null, null))]).Tools;

    private static IruTool Judge(string name, string? description = null, string schema = """{"type":"object"}""", bool? readOnly = null, bool? destructive = null) =>
        ToolCatalogue.Build([new ListedTool(name, null, description, schema, readOnly, destructive)]).Tools[0];
}
