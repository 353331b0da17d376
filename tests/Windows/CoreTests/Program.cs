using System.Reflection;
using System.Text.Json;
using IruMcp.WindowsCoreTests;
using Xunit.Abstractions;
using Xunit.Sdk;

// Arguments: the list of what runs and what does not, the file for the counts, and the test classes to run instead of those in the list.
var lines = File.ReadLines(args[0]).Select(line => line.Split('\t')).Where(fields => fields.Length == 3).ToList();
var excluded = lines.Where(fields => fields[0] == "Core").Select(fields => (Name: fields[1], Reason: fields[2])).ToList();
var classes = args.Length > 2 ? args[2..] : [.. lines.Where(fields => fields[0] == "CoreRuns").Select(fields => fields[1])];
using var results = new Results();
using var framework = new XunitTestFramework(new Xunit.Sdk.NullMessageSink());
var assembly = Assembly.Load("IruMcp.Core.Tests");

using var discoverer = framework.GetDiscoverer(Reflector.Wrap(assembly));
discoverer.Find(false, results, new Options());
results.Wait();

var wanted = results.Found.Where(test => classes.Contains(ClassOf(test))).ToList();
// A class that was renamed must not go unnoticed.
foreach (var missing in classes.Except(wanted.Select(ClassOf)))
    results.Fail($"No test class is named {missing}.");
var run = new List<ITestCase>();
foreach (var test in wanted)
{
    var match = excluded.Find(each => each.Name == $"{ClassOf(test)}.{test.TestMethod.Method.Name}");
    if (match.Name is null)
        run.Add(test);
    else
        results.Exclude(test.DisplayName, match.Reason);
}

using var executor = framework.GetExecutor(assembly.GetName());
executor.RunTests(run, results, new Options());
results.Wait();

File.WriteAllText(args[1], JsonSerializer.Serialize(new { results.Passed, results.Failed, results.Skipped }));
Console.WriteLine($"Core on Windows: {results.Passed} passed, {results.Failed} failed, {results.Skipped} skipped");
return results.Failed == 0 ? 0 : 1;

static string ClassOf(ITestCase test) => test.TestMethod.TestClass.Class.Name[(test.TestMethod.TestClass.Class.Name.LastIndexOf('.') + 1)..];
