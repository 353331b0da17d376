using System.Reflection;
using System.Runtime.InteropServices;
using IruMcp.Configuration;
using IruMcp.Connections;

namespace IruMcp.Diagnosis;

/// <summary>Walks the way from this machine to the tenant, step by step, and tells the first thing that is wrong.</summary>
/// <param name="isDetailed">True goes on after the first failure as far as that makes sense, and names what was not reached.</param>
/// <param name="report">Takes each check as it is made.</param>
public sealed class ConnectionDiagnosis(bool isDetailed, Func<DiagnosisCheck, Task> report)
{
    private readonly List<DiagnosisCheck> _checks = [];
    private Secret?[] _secrets = [];

    /// <summary>The checks made so far, in their order.</summary>
    public IReadOnlyList<DiagnosisCheck> Checks => _checks;

    /// <summary>True where nothing has failed; a warning is no failure.</summary>
    public bool HasPassed => _checks.All(check => check.Result != CheckResult.Failed);

    /// <summary>All checks as a text without key, profile id, user name or path of a user, fit to be shown to strangers.</summary>
    public string ToText() => TicketText.Of(_checks, _secrets);

    /// <summary>Says what runs here.</summary>
    /// <param name="host">The program that this runs in, with its version.</param>
    public Task TellVersionsAsync(string host) => AddAsync(CheckNames.Versions, CheckResult.Passed,
        $"{host}; IruMcp {HttpPipeline.ClientVersion}; MCP SDK {SdkVersion}; {RuntimeInformation.FrameworkDescription}; {RuntimeInformation.OSDescription.Trim()}");

    /// <summary>Reads the configuration, and judges it and its key.</summary>
    /// <param name="isFromVault">True where reading it opens a vault.</param>
    /// <param name="hasAsked">After the reading: true where the vault could be read only by asking somebody.</param>
    /// <param name="read">Reads it.</param>
    /// <returns>Null where there is none to go on with; the checks say why.</returns>
    public async Task<McpConfiguration?> ReadConfigurationAsync(bool isFromVault, Func<bool> hasAsked, Func<McpConfiguration> read)
    {
        McpConfiguration configuration;
        try
        {
            configuration = read();
        }
        catch (IruException failure)
        {
            var place = FailurePlace.OfConfiguration(failure.Id);
            if (place != CheckNames.Vault && isFromVault)
                await AddVaultAsync(hasAsked()).ConfigureAwait(false);
            if (place == CheckNames.Key)
                await AddAsync(CheckNames.Configuration, CheckResult.Passed, DiagnosisText.FormIsRight).ConfigureAwait(false);
            await AddFailureAsync(place, failure).ConfigureAwait(false);
            await EndAsync().ConfigureAwait(false);
            return null;
        }

        _secrets = [configuration.ApiKey, new Secret(configuration.Profile)];
        if (isFromVault)
            await AddVaultAsync(hasAsked()).ConfigureAwait(false);
        else
            await AddAsync(CheckNames.Vault, CheckResult.Skipped, DiagnosisText.NoVaultNeeded).ConfigureAwait(false);
        await AddAsync(CheckNames.Configuration, CheckResult.Passed, DiagnosisText.ConfigurationFor(configuration.Url)).ConfigureAwait(false);
        await AddKeyAsync(configuration).ConfigureAwait(false);
        return configuration;
    }

    /// <summary>Tries what an open connection was made with, on a new connection of its own; the open one is left alone.</summary>
    /// <param name="timeout">The longest that one request may take.</param>
    public async Task TestAsync(IruConnection connection, TimeSpan timeout, IActivityLog log, CancellationToken cancellationToken)
    {
        var options = connection.Options;
        await AddAsync(CheckNames.Vault, CheckResult.Skipped, DiagnosisText.NoVaultNeeded).ConfigureAwait(false);
        await AddAsync(CheckNames.Configuration, CheckResult.Passed, DiagnosisText.ConfigurationOf(connection.Name, options.Endpoint)).ConfigureAwait(false);
        if (options.ApiKey is { } key)
            await AddAsync(CheckNames.Key, CheckResult.Passed, DiagnosisText.KeyIs(key)).ConfigureAwait(false);
        await TestAsync(options with { Timeout = timeout, IsReadOnly = true }, log, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tries the way to the server and what the key may do there. Sends reads only, each once.</summary>
    public async Task TestAsync(ConnectionOptions options, IActivityLog log, CancellationToken cancellationToken)
    {
        _secrets = [options.ApiKey, options.Profile, options.Proxy.Password];
        if (await TestWayAsync(options, cancellationToken).ConfigureAwait(false))
            await TestServerAsync(options, log, cancellationToken).ConfigureAwait(false);
        await EndAsync().ConfigureAwait(false);
    }

    private static string SdkVersion =>
        typeof(ModelContextProtocol.Client.McpClient).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";

    private Task AddVaultAsync(bool hasAsked) => hasAsked
        ? AddAsync(CheckNames.Vault, CheckResult.Warning, DiagnosisText.VaultAsks, DiagnosisText.SetUpUnattended)
        : AddAsync(CheckNames.Vault, CheckResult.Passed, DiagnosisText.VaultReadable);

    private Task AddKeyAsync(McpConfiguration configuration)
    {
        var about = DiagnosisText.KeyIs(configuration.ApiKey);
        var complaints = configuration.Repairs.Concat(configuration.Warnings).ToList();
        return complaints.Count == 0
            ? AddAsync(CheckNames.Key, CheckResult.Passed, about)
            : AddAsync(CheckNames.Key, CheckResult.Warning, $"{about} {string.Join(" ", complaints)}", DiagnosisText.TakeKeyAgain);
    }

    private async Task<bool> TestWayAsync(ConnectionOptions options, CancellationToken cancellationToken)
    {
        var way = new NetworkProbe(options);
        foreach (var step in new Func<CancellationToken, Task<DiagnosisCheck>>[] { way.TestProxyAsync, way.TestNameAsync, way.TestPortAsync })
        {
            var check = await step(cancellationToken).ConfigureAwait(false);
            await AddAsync(check).ConfigureAwait(false);
            if (check.Result == CheckResult.Failed)
                return false;
        }
        return true;
    }

    private async Task TestServerAsync(ConnectionOptions options, IActivityLog log, CancellationToken cancellationToken)
    {
        var wire = new WireObserver();
        var server = new ServerProbe(options with { Observer = wire, IsTriedOnce = true }, wire, AddAsync);
        var failure = await server.OpenAsync(log, cancellationToken).ConfigureAwait(false);
        if (failure is null)
            failure = await server.ReadAsync(log, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
            await AddFailureAsync(FailurePlace.OfWire(failure, options.Endpoint, wire), failure, wire, options).ConfigureAwait(false);
        if (failure is null || isDetailed)
            await server.TellClockAndBudgetAsync(failure).ConfigureAwait(false);
        server.Dispose();
    }

    private Task AddFailureAsync(string place, IruException failure, WireObserver? wire = null, ConnectionOptions? options = null)
    {
        var certificate = place == CheckNames.Tls && options is not null ? wire?.Certificate?.Complain(options.Endpoint.Host) : null;
        return AddAsync(new DiagnosisCheck
        {
            Check = place,
            Result = CheckResult.Failed,
            Detail = certificate?.Detail ?? DiagnosisText.WhatFailed(failure, options, wire),
            Fix = certificate?.Fix ?? DiagnosisText.HowToFix(failure, options),
            ErrorId = failure.Id,
        });
    }

    private async Task EndAsync()
    {
        if (!isDetailed || HasPassed)
            return;
        var cause = _checks.First(check => check.Result == CheckResult.Failed).Check;
        foreach (var name in CheckNames.All.Where(name => _checks.All(check => check.Check != name)))
            await AddAsync(name, CheckResult.Skipped, DiagnosisText.NotReached(cause)).ConfigureAwait(false);
    }

    private Task AddAsync(string name, CheckResult result, string detail, string? fix = null) =>
        AddAsync(new DiagnosisCheck { Check = name, Result = result, Detail = detail, Fix = fix });

    private Task AddAsync(DiagnosisCheck check)
    {
        _checks.Add(check);
        return report(check);
    }
}
