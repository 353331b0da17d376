using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace IruMcp.Benchmarks;

/// <summary>The same question where users ask it: import, and the fleet as objects.</summary>
internal static class InPowerShell
{
    public static async Task RunAsync(SimulatorProcess simulator)
    {
        var module = Environment.GetEnvironmentVariable("IRUMCP_MODULE")
            ?? typeof(InPowerShell).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "ModulePath").Value!;
        var start = new ProcessStartInfo("pwsh") { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in (string[])["-NoProfile", "-NonInteractive", "-File", Path.Combine(AppContext.BaseDirectory, "InPowerShell.ps1"), module])
            start.ArgumentList.Add(argument);
        start.Environment["IRU_MCP_URL"] = simulator.RawEndpoint.AbsoluteUri;
        start.Environment["IRU_X_API_KEY"] = simulator.ApiKey;
        start.Environment["IRU_X_MCP_PROFILE"] = simulator.Profile;

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.WriteLine("not run: measurements in PowerShell (no pwsh on PATH)");
            return;
        }
        using (process)
        {
            process.StandardInput.Close();
            // Each line: name|ours|by hand|rounds
            while (await process.StandardOutput.ReadLineAsync() is { } line)
                if (line.Split('|') is [var name, var ours, var byHand, var rounds])
                    Comparison.Write(name, Number(ours), Number(byHand), int.Parse(rounds, CultureInfo.InvariantCulture));
                else
                    Console.WriteLine(line);
            await process.WaitForExitAsync();
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
