using IruMcp.Simulator.Hosting;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(HelpText.Text);
    return 0;
}
try
{
    await SimulatorHost.RunAsync(CommandLine.Parse(args));
    return 0;
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (IOException e)
{
    // A port that is taken: the sentence is enough.
    Console.Error.WriteLine(e.Message);
    return 1;
}
