using IruMcp.Simulator.Hosting;

try
{
    return await CommandLine.RunAsync(args, SimulatorHost.RunAsync);
}
catch (IOException e)
{
    // A port that is taken: the sentence is enough.
    Console.Error.WriteLine(e.Message);
    return 1;
}
