using System.Globalization;

namespace IruMcp.Benchmarks;

/// <summary>What a scheduled task pays: everything from the start of the process.</summary>
internal static class FreshProcesses
{
    private const int Rounds = 15;

    public static async Task ImportAsync(Shell shell, Report report, string artifacts)
    {
        report.Section("Import", "`Import-Module` by name, as the second module of a fresh process. All lie in one folder.");
        string[] modules = ["IruMcp", "Microsoft.PowerShell.SecretManagement", "Pester"];
        var folder = Path.Combine(artifacts, "benchmarks-modules");
        _ = await shell.LinesAsync("Gather.ps1", [folder, .. modules]);
        await CompareAsync(report, "Import-Module", [.. modules
            .Select(name => (name, (Func<Task<double>>)(async () => double.Parse((await shell.LinesAsync("Import.ps1", name, folder)).Single(), CultureInfo.InvariantCulture))))]);
    }

    public static async Task OneShotAsync(SimulatorProcess simulator, Shell shell, Report report, string npmFolder)
    {
        report.Section("One-shot job", """
            A fresh process that connects, lists the tools and reads one page of 300 devices; credentials come from the environment or a file.
            By hand it is the same requests with `Invoke-RestMethod` and nothing checked. The last rows are the floor: PowerShell's own start, and
            with it the same requests through the protocol's C# SDK as the module ships it, precompiled, and nothing else. Most of what the SDK
            adds is the runtime compiling generic code of the framework for the SDK's types, of which a third can be done before. All are measured
            from the second run on, as a repeated job meets them; the very first one of a day also asks the server which protocol it speaks.
            Of IruMcp's own time two fifths are PowerShell's start, a fifteenth is the import, three tenths are the connection, nearly all of it
            compiling, a tenth is the first page, and the rest is PowerShell compiling the script and coming to its end. Of some 1,260 methods that
            are compiled at run time an empty script compiles 330 as well; next come those of the framework's HTTP client and its collections. The
            cmdlets are one file for every system and both editions, so they are not compiled beforehand; tried by hand for one system, that would save
            another twelfth.
            """);
        var others = await new OtherClients(simulator, shell, npmFolder).InstallAsync();
        if (others.Count == 0)
            report.Note("mcporter and MCP Inspector were not measured: npm is missing or could not install them.");
        await CompareAsync(report, "One-shot job",
        [
            ("IruMcp", () => shell.TimeAsync("OneShot-IruMcp.ps1")),
            ("Invoke-RestMethod", () => shell.TimeAsync("OneShot-ByHand.ps1")),
            .. others,
            ("an empty script", () => shell.TimeAsync("OneShot-Nothing.ps1")),
            ("importing IruMcp", () => shell.TimeAsync("OneShot-Import.ps1")),
            ("the C# SDK alone", () => shell.TimeAsync("OneShot-Sdk.ps1")),
        ]);
    }

    private static async Task CompareAsync(Report report, string what, IReadOnlyList<(string Name, Func<Task<double>> Run)> ways)
    {
        var values = ways.Select(_ => new List<double>()).ToList();
        for (var round = 0; round <= Rounds; round++)
            for (var way = 0; way < ways.Count; way++)
            {
                var time = await ways[way].Run();
                if (round > 0)
                    values[way].Add(time);
            }
        report.Add(what, "ms", [.. ways.Select((way, index) => new Samples(way.Name, values[index]))]);
    }
}
