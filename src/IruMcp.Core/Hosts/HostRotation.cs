using IruMcp.Configuration;

namespace IruMcp.Hosts;

/// <summary>What an update found to do for one entry.</summary>
public enum HostRotationState
{
    /// <summary>The entry has the former address or key, and its file is to be changed.</summary>
    Outdated,

    /// <summary>The entry agrees with the configuration, or takes it from the vault.</summary>
    UpToDate,

    /// <summary>The file holds no key: what the client takes it from has to be changed by hand.</summary>
    KeyElsewhere,

    /// <summary>The entry has the address, and a key that is neither the former nor the new one.</summary>
    OtherKey,

    /// <summary>The file cannot be read or edited.</summary>
    Failed,
}

/// <summary>One entry of a client, and what an update does about it.</summary>
/// <param name="Client">The client and its file.</param>
/// <param name="State">What was found.</param>
public sealed record HostRotationStep(HostClient Client, HostRotationState State)
{
    /// <summary>The change of the file, for <see cref="HostRotationState.Outdated"/>; entries of one file share it.</summary>
    public HostFileChange? Change { get; init; }

    /// <summary>Why it failed.</summary>
    public IruException? Failure { get; init; }

    /// <summary>What is left to do for the person.</summary>
    public string? Note { get; init; }
}

/// <summary>Finds the clients that still have a former address or key, and replaces these values and nothing else.</summary>
public static class HostRotation
{
    /// <summary>Looks through the files of all clients. Nothing is written.</summary>
    /// <param name="current">The configuration that the clients are to have; <see cref="McpConfiguration.Replaced"/> says what they may have.</param>
    /// <param name="environment">Whose clients, and where.</param>
    /// <param name="configurationName">The name under which the configuration is saved, by which a bridge takes it.</param>
    /// <param name="replaceOtherKeys">Whether a key that is neither the former nor the new one is replaced too, where the address is the configuration's.</param>
    /// <param name="ignoreRunning">Whether to write although a host runs that may write back its own older copy.</param>
    public static IReadOnlyList<HostRotationStep> Plan(
        McpConfiguration current, HostEnvironment environment, string configurationName, bool replaceOtherKeys = false, bool ignoreRunning = false)
    {
        var values = new RotationValues(current, replaceOtherKeys);
        var steps = new List<HostRotationStep>();
        foreach (var file in HostInspector.Inspect(environment).GroupBy(client => (client.Host, client.Path)))
        {
            var row = HostCatalogue.Find(file.Key.Host);
            var editor = HostFiles.EditorOf(row);
            try
            {
                var content = ConfigurationFile.Read(file.Key.Path);
                var entries = HostFiles.Guard(file.Key.Path, () => HostInspector.ReadEntries(row, editor, content.Text, file.First().Scope));
                var change = entries.Exists(entry => values.StateOf(entry) == HostRotationState.Outdated)
                    ? ChangeOf(row, editor, content, file.First().Scope, values, ignoreRunning, environment)
                    : null;
                steps.AddRange(file.Zip(entries, (client, entry) => (client, entry))
                    .Where(pair => values.Concern(pair.entry, configurationName))
                    .Select(pair => StepOf(pair.client, pair.entry, values, row, change, environment)));
            }
            catch (IruException failure) when (failure.Id != "IruMcp.InvalidHostFile" || values.MayBeIn(file.Key.Path))
            {
                steps.Add(new HostRotationStep(file.First(), HostRotationState.Failed) { Failure = failure });
            }
            catch (IruException)
            {
                // Broken, but nothing of Iru's is in it.
            }
        }

        return steps;
    }

    private static HostRotationStep StepOf(
        HostClient client, EntryView entry, RotationValues values, HostRow row, HostFileChange? change, HostEnvironment environment)
    {
        var state = values.StateOf(entry);
        var note = state switch
        {
            HostRotationState.Outdated when entry.KeySource != KeySource.PlainText => RotationText.KeyElsewhere(row.DisplayName, entry.KeySource),
            HostRotationState.Outdated => row.RestartNote(environment.Platform),
            HostRotationState.KeyElsewhere => RotationText.KeyElsewhere(row.DisplayName, entry.KeySource),
            HostRotationState.OtherKey => RotationText.OtherKey,
            _ => null,
        };
        return new HostRotationStep(client, state) { Change = state == HostRotationState.Outdated ? change : null, Note = note };
    }

    private static HostFileChange ChangeOf(
        HostRow row, IEntryEditor editor, ConfigurationFile file, HostScope scope, RotationValues values, bool ignoreRunning, HostEnvironment environment) => new(
        file,
        content => HostFiles.Guard(content.Path, () => HostFiles.Encode(Replace(row, editor, content.Text, scope, values), content, row)),
        () => ignoreRunning ? null : HostFiles.RunningBlocker(row, environment, file.Path));

    private static string Replace(HostRow row, IEntryEditor editor, string text, HostScope scope, RotationValues values)
    {
        var edits = new List<(EntryLeaf Leaf, string Value)>();
        foreach (var entry in HostInspector.ReadEntries(row, editor, text, scope))
            edits.AddRange(values.EditsOf(entry));

        // From the end to the start, so that the places of the others stay right.
        foreach (var (leaf, value) in edits.OrderByDescending(edit => edit.Leaf.Start))
            text = text.Substring(0, leaf.Start) + editor.Quote(value) + text.Substring(leaf.End);

        return text;
    }
}
