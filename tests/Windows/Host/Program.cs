using System.Runtime.Loader;

// NuGet has the .NET runtime for Windows and no dotnet.exe. This one does what the tests use of it: dotnet <dll> [arguments].
if (args.Length == 0 || !File.Exists(args[0]))
{
    Console.Error.WriteLine($"This dotnet only runs a .dll file, and '{args.FirstOrDefault()}' is not one.");
    return 1;
}

var program = Path.GetFullPath(args[0]);
var folder = Path.GetDirectoryName(program)!;
AssemblyLoadContext.Default.Resolving += (context, name) =>
    Path.Combine(folder, name.Name + ".dll") is var file && File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
return AppDomain.CurrentDomain.ExecuteAssembly(program, args[1..]);
