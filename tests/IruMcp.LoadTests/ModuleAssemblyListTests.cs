namespace IruMcp.LoadTests;

/// <summary>The build names each library that ships, and stops when what it finds differs.</summary>
public sealed class ModuleAssemblyListTests
{
    [Theory]
    [InlineData("""<ModuleAssembly Remove="System.IO.Pipelines" />""", "New in the module's lib folders", "net8.0/System.IO.Pipelines")]
    [InlineData("""<ModuleAssembly Include="Nobody.Brings.This" Framework="netstandard2.0" />""", "Missing from the module's lib folders", "netstandard2.0/Nobody.Brings.This")]
    public async Task Build_fails_when_a_library_is_not_as_listed(string change, string sentence, string library)
    {
        var changes = Path.Combine(BuiltFolders.Artifacts, "test-results", $"changed-list-{Guid.NewGuid():N}.targets");
        Directory.CreateDirectory(Path.GetDirectoryName(changes)!);
        await File.WriteAllTextAsync(changes, $"<Project><ItemGroup Condition=\"'$(MSBuildProjectName)' == 'IruMcp.PowerShell'\">{change}</ItemGroup></Project>");
        try
        {
            var build = await Finished.RunAsync(
                "dotnet", "build", Path.Combine(BuiltFolders.Repository, "src", "IruMcp.PowerShell", "IruMcp.PowerShell.csproj"),
                "-c", BuiltFolders.Configuration, "-v", "q", "-nologo",
                "-p:ArtifactsFolder=" + BuiltFolders.Artifacts, "-p:CustomAfterMicrosoftCommonTargets=" + changes);

            Assert.NotEqual(0, build.ExitCode);
            Assert.Contains(sentence, build.Output, StringComparison.Ordinal);
            Assert.Contains(library, build.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(changes);
        }
    }

    [Fact]
    public void Built_module_has_its_lib_folders_and_nothing_loose()
    {
        // The one for .NET 10 is left out where nothing can be compiled beforehand.
        Assert.Equal(["net8.0", "netstandard2.0"], Directory.GetDirectories(Path.Combine(BuiltFolders.Module, "lib")).Select(path => Path.GetFileName(path)).Where(name => name != "net10.0").Order(StringComparer.Ordinal));
        Assert.Equal(["IruMcp.dll"], Directory.GetFiles(BuiltFolders.Module, "*.dll").Select(path => Path.GetFileName(path)));
    }

    /// <summary>The load context takes the runtime's copies unseen from .NET 10 on.</summary>
    [Fact]
    public void Runtime_libraries_of_the_module_are_not_newer_than_net_10() =>
        Assert.All(
            Directory.GetFiles(Path.Combine(BuiltFolders.Module, "lib", "net8.0"), "System.*.dll"),
            library => Assert.True(System.Reflection.AssemblyName.GetAssemblyName(library).Version!.Major <= 10, library));
}
