using System.Reflection;
using Mono.Cecil;

namespace IruMcp.LoadTests;

/// <summary>What Windows PowerShell 5.1 loads uses only what the .NET Framework 4.7.2 has.</summary>
public sealed class FrameworkApiTests
{
    private static readonly string References = typeof(FrameworkApiTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "FrameworkReferences").Value!;

    private static readonly string Library = Path.Combine(BuiltFolders.Module, "lib", "netstandard2.0");

    [Theory]
    [InlineData("lib/netstandard2.0/IruMcp.Core.dll")]
    [InlineData("IruMcp.dll")]
    public void Members_exist_in_the_framework_or_beside_the_module(string assembly)
    {
        if (!Directory.Exists(References))
            Assert.Fail($"{References} does not exist. Restore the packages of this project.");
        using var resolver = new DefaultAssemblyResolver();
        foreach (var folder in resolver.GetSearchDirectories())
            resolver.RemoveSearchDirectory(folder);
        foreach (var folder in new[] { References, Path.Combine(References, "Facades"), Library })
            resolver.AddSearchDirectory(folder);
        using var module = ModuleDefinition.ReadModule(Path.Combine(BuiltFolders.Module, assembly), new ReaderParameters { AssemblyResolver = resolver });

        var members = module.GetMemberReferences().Where(member => !IsOfPowerShell(member.DeclaringType)).ToList();
        Assert.NotEmpty(members);
        Assert.Empty(members.Where(member => !Exists(member)).Select(member => member.FullName));
    }

    /// <summary>PowerShell brings its own library.</summary>
    private static bool IsOfPowerShell(TypeReference type) => type.GetElementType().Scope.Name == "System.Management.Automation";

    private static bool Exists(MemberReference member)
    {
        try
        {
            // An array's members are made by the runtime.
            return member.DeclaringType.IsArray || member.Resolve() is not null;
        }
        catch (AssemblyResolutionException)
        {
            return false;
        }
    }
}
