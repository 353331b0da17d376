#:property PublishAot=false
#:property JsonSerializerIsReflectionEnabledByDefault=true
// Packs the built module, in two steps, so that signing can come between them:
//   dotnet run eng/Package.cs -- stage <module folder> <staging folder> <change log> <Core's project.assets.json>
//   dotnet run eng/Package.cs -- pack <staging folder> <output folder> <Core's project.assets.json>
// The same files give the same bytes: entries are in ordinal order and carry one fixed time.
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

const string Name = "IruMcp";
UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false);
string folder = Path.GetFullPath(args[1]);

switch (args)
{
    case ["stage", _, var staging, var changes, var assets]: Stage(Path.GetFullPath(staging), changes, assets); break;
    case ["pack", _, var output, var assets]: Pack(Path.GetFullPath(output), assets); break;
    default: Console.Error.WriteLine("stage <module> <staging> <change log> <assets> | pack <staging> <output> <assets>"); return 2;
}
return 0;

// What only a release needs is added here: the licenses of others; in the manifest the notes of this version, and the list of the files.
void Stage(string staging, string changes, string assets)
{
    if (Directory.Exists(staging))
        Directory.Delete(staging, recursive: true);
    foreach (string name in FilesOf(folder))
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(staging, name))!);
        File.Copy(Path.Combine(folder, name), Path.Combine(staging, name));
    }
    File.WriteAllText(Path.Combine(staging, "THIRD-PARTY-NOTICES.txt"), Notices(assets), utf8);
    string manifest = Path.Combine(staging, Name + ".psd1");
    string text = File.ReadAllText(manifest);
    string notes = NotesOf(File.ReadAllText(changes), Value(text, "ModuleVersion"));
    text = text.Replace("        PSData = @{", $"        PSData = @{{\n            ReleaseNotes = '{notes.Replace("'", "''")}'");
    string files = string.Join(",\n", FilesOf(staging).Select(file => $"        '{file.Replace('/', '\\')}'"));
    text = text.Replace("    PrivateData ", $"    FileList               = @(\n{files}\n    )\n    PrivateData ");
    if (!text.Contains("FileList") || !text.Contains("ReleaseNotes"))
        throw new InvalidDataException("The manifest has another form than expected: the file list or the release notes found no place in it.");
    File.WriteAllText(manifest, text.ReplaceLineEndings("\r\n"), utf8);
}

void Pack(string output, string assets)
{
    string manifest = File.ReadAllText(Path.Combine(folder, Name + ".psd1"));
    string version = Value(manifest, "ModuleVersion");
    string[] files = [.. FilesOf(folder)];
    Directory.CreateDirectory(output);
    foreach (string old in Directory.EnumerateFiles(output, Name + "*").ToList())
        File.Delete(old);

    string zip = Path.Combine(output, $"{Name}-{version}.zip");
    Zip(zip, files.Select(file => ($"{Name}/{file}", File.ReadAllBytes(Path.Combine(folder, file)))));
    string package = Path.Combine(output, $"{Name}.{version}.nupkg");
    Zip(package, [.. PackageParts(manifest, version, files), .. files.Select(file => (file, File.ReadAllBytes(Path.Combine(folder, file))))]);
    string bill = Path.Combine(output, $"{Name}-{version}.cdx.json");
    File.WriteAllText(bill, Bill(version, files, assets), utf8);

    string sums = string.Concat(new[] { zip, package, bill }.Select(file => $"{Hash(File.ReadAllBytes(file))}  {Path.GetFileName(file)}\n"));
    File.WriteAllText(Path.Combine(output, "SHA256SUMS"), sums, utf8);
    Console.Write(sums);
}

IEnumerable<string> FilesOf(string root) => Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
    .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
    .Order(StringComparer.Ordinal);

string Value(string manifest, string key) => Regex.Match(manifest, $@"{key}\s*=\s*(['""])(.+?)\1").Groups[2].Value;

string NotesOf(string changes, string version)
{
    Match section = Regex.Match(changes, $@"^## {Regex.Escape(version)}\b.*?\n(?<text>.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline);
    return section.Success ? section.Groups["text"].Value.Trim() : throw new InvalidDataException($"The change log says nothing of version {version}.");
}

string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

void Zip(string path, IEnumerable<(string Name, byte[] Bytes)> entries)
{
    using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
    foreach ((string name, byte[] bytes) in entries)
    {
        ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.SmallestSize);
        entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        entry.ExternalAttributes = 0b110_100_100 << 16;
        using Stream content = entry.Open();
        content.Write(bytes);
    }
}

// The parts that make a zip file a NuGet package, as the PowerShell Gallery takes it.
(string, byte[])[] PackageParts(string manifest, string version, string[] files)
{
    XNamespace nuspec = "http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd";
    XNamespace relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    XNamespace types = "http://schemas.openxmlformats.org/package/2006/content-types";
    string description = Value(manifest, "Description"), author = Value(manifest, "Author");
    string[] tags = [.. Regex.Matches(Regex.Match(manifest, @"Tags\s*=\s*@\((.*?)\)").Groups[1].Value, "'([^']+)'").Select(tag => tag.Groups[1].Value)];
    string[] cmdlets = [.. Regex.Matches(Regex.Match(manifest, @"CmdletsToExport\s*=\s*@\((.*?)\)", RegexOptions.Singleline).Groups[1].Value, "'([^']+)'").Select(cmdlet => cmdlet.Groups[1].Value)];
    string notes = Regex.Match(manifest, @"ReleaseNotes = '((?:[^']|'')*)'").Groups[1].Value.Replace("''", "'");

    XDocument metadata = new(new XElement(nuspec + "package", new XElement(nuspec + "metadata",
        new XElement(nuspec + "id", Name),
        new XElement(nuspec + "version", version),
        new XElement(nuspec + "authors", author),
        new XElement(nuspec + "owners", author),
        new XElement(nuspec + "requireLicenseAcceptance", "false"),
        new XElement(nuspec + "license", new XAttribute("type", "expression"), "MIT"),
        new XElement(nuspec + "licenseUrl", Value(manifest, "LicenseUri")),
        new XElement(nuspec + "icon", "icon.png"),
        new XElement(nuspec + "description", description),
        new XElement(nuspec + "releaseNotes", notes),
        new XElement(nuspec + "copyright", Value(manifest, "Copyright")),
        new XElement(nuspec + "tags", string.Join(' ', ["PSModule", .. tags, "PSIncludes_Cmdlet", .. cmdlets.Select(cmdlet => "PSCmdlet_" + cmdlet), .. cmdlets.Select(cmdlet => "PSCommand_" + cmdlet)])))));
    XDocument links = new(new XElement(relations + "Relationships", new XElement(relations + "Relationship",
        new XAttribute("Type", "http://schemas.microsoft.com/packaging/2010/07/manifest"), new XAttribute("Target", $"/{Name}.nuspec"), new XAttribute("Id", "R1"))));
    XDocument kinds = new(new XElement(types + "Types",
        files.Append("x.nuspec").Append("x.rels").Select(Path.GetExtension).OfType<string>().Where(kind => kind.Length > 1).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)
            .Select(kind => new XElement(types + "Default", new XAttribute("Extension", kind[1..]),
                new XAttribute("ContentType", kind == ".rels" ? "application/vnd.openxmlformats-package.relationships+xml" : "application/octet"))),
        files.Where(file => Path.GetExtension(file).Length < 2)
            .Select(file => new XElement(types + "Override", new XAttribute("PartName", "/" + file), new XAttribute("ContentType", "application/octet")))));
    return [($"{Name}.nuspec", Xml(metadata)), ("_rels/.rels", Xml(links)), ("[Content_Types].xml", Xml(kinds))];
}

byte[] Xml(XDocument document) => utf8.GetBytes("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + document.ToString().ReplaceLineEndings("\n") + "\n");

// Every assembly that others wrote, with the restored package that it came from.
List<Part> PartsOf(IEnumerable<string> files, string assets)
{
    JsonNode resolved = JsonNode.Parse(File.ReadAllText(assets))!;
    string cache = resolved["packageFolders"]!.AsObject().First().Key;
    List<Part> parts = [];
    foreach (string file in files.Where(file => file.StartsWith("lib/", StringComparison.Ordinal)))
    {
        // What is there for .NET 10 was compiled from the assemblies for .NET 8.
        string framework = file.Split('/')[1].Replace("net10.0", "net8.0"), assembly = Path.GetFileName(file);
        JsonObject target = resolved["targets"]!.AsObject().First(entry => IsFramework(entry.Key, framework)).Value!.AsObject();
        if (target.FirstOrDefault(package => package.Value!["runtime"]?.AsObject().Any(dll => Path.GetFileName(dll.Key) == assembly) == true).Key is { } package)
            parts.Add(Part.Read(file, package.Split('/'), cache));
        else if (!assembly.StartsWith(Name + ".", StringComparison.Ordinal))
            throw new InvalidDataException($"'{file}' comes from no package that Core refers to.");
    }
    return parts;
}

// The licenses want it: who wrote what is shipped, and under which words. Those that most packages name only are in eng/licenses.
string Notices(string assets)
{
    StringBuilder text = new("THIRD-PARTY NOTICES\n\nIruMcp is shipped with the assemblies below, which others wrote. The texts of their licenses come after the list.\n");
    var packages = PartsOf(FilesOf(folder), assets).GroupBy(part => (part.Id, part.Version)).OrderBy(package => package.Key.Id, StringComparer.OrdinalIgnoreCase).ToList();
    foreach (var package in packages)
    {
        Part first = package.First();
        text.Append($"\n{first.Id} {first.Version}\n  License: {first.License}\n  {first.Copyright}\n{(first.Project.Length > 0 ? $"  {first.Project}\n" : "")}");
        foreach (Part part in package)
            text.Append($"  {part.File}\n");
    }
    foreach (string license in packages.Select(package => package.First().License).Distinct().Order(StringComparer.Ordinal))
        text.Append(Section(license, File.ReadAllText(Path.Combine(Here(), "licenses", license + ".txt"))));
    var own = packages.SelectMany(package => Directory.EnumerateFiles(package.First().Folder)
            .Where(file => Regex.IsMatch(Path.GetFileName(file), @"^(license|notice|third-?party-?notices)\b", RegexOptions.IgnoreCase))
            .Select(file => (Package: package.Key.Id, Text: File.ReadAllText(file).ReplaceLineEndings("\n"))))
        .GroupBy(file => file.Text);
    foreach (var notice in own)
        text.Append(Section("Notices in " + string.Join(", ", notice.Select(file => file.Package).Distinct()), notice.Key));
    return text.ToString();
}

string Section(string title, string text) => $"\n{new string('-', 80)}\n{title}\n{new string('-', 80)}\n\n{text.ReplaceLineEndings("\n").Trim()}\n";

string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

// The software bill of materials, CycloneDX 1.6.
string Bill(string version, string[] files, string assets)
{
    JsonArray components = [];
    foreach (Part part in PartsOf(files, assets))
        components.Add(new JsonObject
        {
            ["type"] = "library",
            ["bom-ref"] = part.File,
            ["name"] = part.Id,
            ["version"] = part.Version,
            ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-256", ["content"] = Hash(File.ReadAllBytes(Path.Combine(folder, part.File))) }),
            ["licenses"] = new JsonArray(new JsonObject { ["expression"] = part.License }),
            ["purl"] = $"pkg:nuget/{part.Id}@{part.Version}",
            ["properties"] = new JsonArray(new JsonObject { ["name"] = "file", ["value"] = part.File }),
        });
    byte[] content = SHA256.HashData(utf8.GetBytes(string.Concat(files.Select(file => Hash(File.ReadAllBytes(Path.Combine(folder, file)))))));
    JsonObject bill = new()
    {
        ["bomFormat"] = "CycloneDX",
        ["specVersion"] = "1.6",
        ["serialNumber"] = $"urn:uuid:{new Guid(content.AsSpan(0, 16))}",
        ["version"] = 1,
        ["metadata"] = new JsonObject
        {
            ["component"] = new JsonObject
            {
                ["type"] = "library",
                ["bom-ref"] = Name,
                ["name"] = Name,
                ["version"] = version,
                ["licenses"] = new JsonArray(new JsonObject { ["license"] = new JsonObject { ["id"] = "MIT" } }),
            },
        },
        ["components"] = components,
    };
    return bill.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }) + "\n";
}

bool IsFramework(string target, string framework) =>
    target == framework || framework == "netstandard2.0" && target == ".NETStandard,Version=v2.0" || framework == "net8.0" && target == ".NETCoreApp,Version=v8.0";

/// <summary>An assembly of others, and what its package says of itself.</summary>
sealed record Part(string File, string Id, string Version, string Folder, string License, string Copyright, string Project)
{
    public static Part Read(string file, string[] identity, string cache)
    {
        string folder = Path.Combine(cache, identity[0].ToLowerInvariant(), identity[1]);
        List<XElement> facts = [.. XDocument.Load(Path.Combine(folder, identity[0].ToLowerInvariant() + ".nuspec")).Descendants()];
        XElement? Fact(string name) => facts.FirstOrDefault(element => element.Name.LocalName == name);
        if (Fact("license") is not { } license || license.Attribute("type")?.Value != "expression")
            throw new InvalidDataException($"The package {identity[0]} names its license in another way than by an expression.");
        return new Part(file, identity[0], identity[1], folder, license.Value, Fact("copyright")?.Value ?? "", Fact("projectUrl")?.Value ?? "");
    }
}
