using IruMcp.Tools;

namespace IruMcp.Core.Tests.Tools;

public sealed class RiskClassifierTests
{
    [Theory]
    [InlineData("get-widgets", Risk.Read)]
    [InlineData("list_widgets", Risk.Read)]
    [InlineData("retrieveWidget", Risk.Read)]
    [InlineData("SearchWidgets", Risk.Read)]
    [InlineData("count.widgets", Risk.Read)]
    [InlineData("find/widget", Risk.Read)]
    [InlineData("iru_kandji_mcp_api_v1_get_widget", Risk.Read)]
    [InlineData("getDeletedWidgets", Risk.Read)]
    [InlineData("get-lock-status", Risk.Read)]
    [InlineData("list-updates", Risk.Read)]
    [InlineData("get-editor-name", Risk.Read)]
    [InlineData("get-widget-secret", Risk.Sensitive)]
    [InlineData("get_bypass_codes", Risk.Sensitive)]
    [InlineData("getRecoveryLock", Risk.Sensitive)]
    [InlineData("list-pins", Risk.Sensitive)]
    [InlineData("get-unlockpin", Risk.Sensitive)]
    [InlineData("get-passcodes", Risk.Sensitive)]
    [InlineData("get-password-hint", Risk.Sensitive)]
    [InlineData("get-filevaultkey", Risk.Sensitive)]
    [InlineData("getFileVaultKeys", Risk.Sensitive)]
    [InlineData("get-filevault", Risk.Read)]
    [InlineData("get-enrollment-profile", Risk.Sensitive)]
    [InlineData("get-credentials", Risk.Sensitive)]
    [InlineData("listUserCredential", Risk.Sensitive)]
    [InlineData("get-api-token", Risk.Sensitive)]
    [InlineData("get_token_by_id", Risk.Sensitive)]
    [InlineData("list-api-keys", Risk.Sensitive)]
    [InlineData("getApiKey", Risk.Sensitive)]
    [InlineData("get-certificate-private-key", Risk.Sensitive)]
    [InlineData("list-token-devices", Risk.Read)]
    [InlineData("get-public-key", Risk.Read)]
    [InlineData("get-certificate", Risk.Read)]
    [InlineData("run-command", Risk.Write)]
    [InlineData("execute_script", Risk.Write)]
    [InlineData("get-scripts", Risk.Read)]
    [InlineData("get-profile", Risk.Read)]
    [InlineData("erase-widget", Risk.Destructive)]
    [InlineData("widget_wipe", Risk.Destructive)]
    [InlineData("wipedWidgets", Risk.Destructive)]
    [InlineData("WidgetDeleting", Risk.Destructive)]
    [InlineData("deletes.widget", Risk.Destructive)]
    [InlineData("widget/removal", Risk.Destructive)]
    [InlineData("remote_lock", Risk.Destructive)]
    [InlineData("screenlock2", Risk.Destructive)]
    [InlineData("locking-widgets", Risk.Destructive)]
    [InlineData("clearpasscode", Risk.Destructive)]
    [InlineData("factoryReset", Risk.Destructive)]
    [InlineData("resetting_widget", Risk.Destructive)]
    [InlineData("revokeWidget", Risk.Destructive)]
    [InlineData("device2delete", Risk.Destructive)]
    [InlineData("update_and_erase", Risk.Destructive)]
    [InlineData("get_and_delete_device", Risk.Destructive)]
    [InlineData("list-and-remove", Risk.Destructive)]
    [InlineData("find_erase", Risk.Destructive)]
    [InlineData("search-and-destroy", Risk.Destructive)]
    [InlineData("count-then-wipe", Risk.Destructive)]
    [InlineData("getAndSetWidget", Risk.Write)]
    [InlineData("get&delete", Risk.Destructive)]
    [InlineData("get-rid-of-widget", Risk.Destructive)]
    [InlineData("get/widget/erase", Risk.Destructive)]
    [InlineData("listWidgets;erase", Risk.Destructive)]
    [InlineData("retire-widget", Risk.Destructive)]
    [InlineData("bulk_offboard", Risk.Destructive)]
    [InlineData("decommissionWidget", Risk.Destructive)]
    [InlineData("widget_factoryreset", Risk.Destructive)]
    [InlineData("disable-widget", Risk.Disruptive)]
    [InlineData("widget_modify", Risk.Disruptive)]
    [InlineData("changeWidget", Risk.Disruptive)]
    [InlineData("get-changed-widgets", Risk.Read)]
    [InlineData("get-retired-widgets", Risk.Read)]
    [InlineData("restartWidget", Risk.Disruptive)]
    [InlineData("shutdown-widget", Risk.Disruptive)]
    [InlineData("shut_down_widget", Risk.Disruptive)]
    [InlineData("enable-lost-mode", Risk.Disruptive)]
    [InlineData("updateWidgets", Risk.Disruptive)]
    [InlineData("assigning-widget", Risk.Disruptive)]
    [InlineData("renewal", Risk.Disruptive)]
    [InlineData("toggle_widget", Risk.Disruptive)]
    [InlineData("unlockAccount", Risk.Disruptive)]
    [InlineData("unlocked_widgets", Risk.Disruptive)]
    [InlineData("\u0435rase-widget", Risk.Destructive)]
    [InlineData("get-wid\u0261ets\u0455", Risk.Destructive)]
    [InlineData("get-\u043f\u0440\u0438\u0431\u043e\u0440\u044b", Risk.Read)]
    [InlineData("get-ger\u00e4te", Risk.Read)]
    [InlineData("clock", Risk.Write)]
    [InlineData("block-widget", Risk.Write)]
    [InlineData("swipe", Risk.Write)]
    [InlineData("preset_widget", Risk.Write)]
    [InlineData("create-widget", Risk.Write)]
    [InlineData("fetch-widget", Risk.Write)]
    [InlineData("widget_list", Risk.Write)]
    [InlineData("device.get", Risk.Write)]
    [InlineData("acme_get_widget", Risk.Write)]
    [InlineData("gettysburg", Risk.Write)]
    [InlineData("", Risk.Write)]
    [InlineData("___", Risk.Write)]
    public void An_unknown_tool_is_classified_by_the_words_of_its_name(string name, Risk expected) =>
        Assert.Equal(expected, RiskClassifier.Classify(name, null, null, null).Risk);

    [Theory]
    [InlineData("frobnicate", true, null, Risk.Read)]
    [InlineData("frobnicate", false, null, Risk.Write)]
    [InlineData("frobnicate_password", true, null, Risk.Sensitive)]
    [InlineData("wipe-widget", true, false, Risk.Destructive)]
    [InlineData("update-widget", true, false, Risk.Disruptive)]
    [InlineData("get_and_set", true, null, Risk.Write)]
    [InlineData("run-command", true, false, Risk.Write)]
    [InlineData("executeScript", true, false, Risk.Write)]
    [InlineData("device_shell", true, null, Risk.Write)]
    [InlineData("frobnicate-token", true, null, Risk.Sensitive)]
    [InlineData("frobnicate", null, true, Risk.Destructive)]
    [InlineData("get-widget", null, true, Risk.Destructive)]
    [InlineData("frobnicate", null, false, Risk.Write)]
    public void Annotations_raise_the_risk_and_lower_only_the_default(string name, bool? readOnly, bool? destructive, Risk expected) =>
        Assert.Equal(expected, RiskClassifier.Classify(name, null, readOnly, destructive).Risk);

    [Fact]
    public void A_resolved_operation_has_its_documented_risk_whatever_the_name_and_lying_annotations_say()
    {
        foreach (var operation in OperationTable.Operations)
        {
            Assert.Equal(operation.Risk, RiskClassifier.Classify("delete-everything", operation, null, null).Risk);
            Assert.Equal(operation.Risk, RiskClassifier.Classify("get-it", operation, true, false).Risk);
            Assert.Equal(Risk.Destructive, RiskClassifier.Classify("get-it", operation, null, true).Risk);
        }
    }

    [Fact]
    public void The_table_has_the_documented_classes()
    {
        Assert.Equal(131, OperationTable.Operations.Count);
        Assert.Equal(131, OperationTable.Operations.Select(operation => operation.Id).Distinct().Count());
        Assert.Equal(4, OperationTable.Operations.Count(operation => operation.IsHighlyDestructive));
        Assert.Equal(5, OperationTable.Operations.Count(operation => operation.Risk == Risk.Sensitive));
        Assert.Equal(Risk.Write, Operation("prism-request-category-export").Risk);
        Assert.Equal(PagingStyle.BareOffset, Operation("list-devices").Paging);
        Assert.Equal("Iru.Device", Operation("list-devices").ResultType);
        Assert.Equal("/api/v1/devices/{device_id}/action/deleteuser", Operation("device-actions-delete-user").Path);
    }

    [Fact]
    public void No_documented_reads_name_speaks_of_a_secret_under_any_scheme()
    {
        // A name that begins with a read verb is judged even where the operation behind it could not be told.
        var wrong = from operation in OperationTable.Operations
                    where operation.Risk == Risk.Read
                    from scheme in NamingSchemes.All.Values
                    let name = scheme(operation)
                    where RiskClassifier.Classify(name, null, null, null).Risk == Risk.Sensitive
                    select name;
        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void A_server_that_says_read_only_and_destructive_at_once_lowers_nothing()
    {
        Assert.Equal(Risk.Read, RiskClassifier.Classify("frobnicate", null, true, false).Risk);
        Assert.Equal(Risk.Write, RiskClassifier.Classify("frobnicate", null, true, true).Risk);
    }

    [Fact]
    public void Every_verdict_gives_its_reason()
    {
        Assert.Equal("The word 'wiping' is in its name.", RiskClassifier.Classify("wiping-widgets", null, null, null).Reason);
        Assert.Contains("readOnlyHint", RiskClassifier.Classify("frobnicate", null, true, null).Reason, StringComparison.Ordinal);
        Assert.Contains("highly destructive", RiskClassifier.Classify("x", Operation("erase-device"), null, null).Reason, StringComparison.Ordinal);
    }

    private static Operation Operation(string id) => OperationTable.Operations.Single(operation => operation.Id == id);
}
