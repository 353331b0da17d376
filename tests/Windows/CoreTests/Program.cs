using System.Reflection;
using System.Text.Json;
using IruMcp.WindowsCoreTests;
using Xunit.Abstractions;
using Xunit.Sdk;

// Arguments: the list of what is not run, the file for the counts, and parts of the names of the tests to run; all of them by default.
var excluded = File.ReadLines(args[0])
    .Select(line => line.Split('\t'))
    .Where(fields => fields is ["Core", _, _])
    .Select(fields => (Name: fields[1], Reason: fields[2]))
    .ToList();
using var results = new Results();
using var framework = new XunitTestFramework(new Xunit.Sdk.NullMessageSink());
var assembly = Assembly.Load("IruMcp.Core.Tests");

using var discoverer = framework.GetDiscoverer(Reflector.Wrap(assembly));
discoverer.Find(false, results, new Options());
results.Wait();

var wanted = results.Found.Where(test => args.Length <= 2 || args[2..].Any(part => NameOf(test).Contains(part, StringComparison.Ordinal))).ToList();
var run = new List<ITestCase>();
foreach (var test in wanted)
{
    var match = excluded.Find(each => NameOf(test).StartsWith(each.Name, StringComparison.Ordinal));
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

static string NameOf(ITestCase test) => test.TestMethod.TestClass.Class.Name["IruMcp.Core.Tests.".Length..] + "." + test.TestMethod.Method.Name;
