#:property PublishAot=false
#:property JsonSerializerIsReflectionEnabledByDefault=true
// Packs the built module, in two steps, so that signing can come between them:
//   dotnet run eng/Package.cs -- stage <module folder> <staging folder> <change log>
//   dotnet run eng/Package.cs -- pack <staging folder> <output folder> <Core's project.assets.json>
// The same files give the same bytes: entries are in ordinal order and carry one fixed time.
using System.IO.Compression;
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
    case ["stage", _, var staging, var changes]: Stage(Path.GetFullPath(staging), changes); break;
    case ["pack", _, var output, var assets]: Pack(Path.GetFullPath(output), assets); break;
    default: Console.Error.WriteLine("stage <module> <staging> <change log> | pack <staging> <output> <assets>"); return 2;
}
return 0;

// What only a release needs goes into the manifest here: the notes of this version, and the list of the files.
void Stage(string staging, string changes)
{
    if (Directory.Exists(staging))
        Directory.Delete(staging, recursive: true);
    foreach (string name in FilesOf(folder))
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(staging, name))!);
        File.Copy(Path.Combine(folder, name), Path.Combine(staging, name));
    }
    string manifest = Path.Combine(staging, Name + ".psd1");
    string text = File.ReadAllText(manifest);
    string notes = NotesOf(File.ReadAllText(changes), Value(text, "ModuleVersion"));
    text = text.Replace("        PSData = @{", $"        PSData = @{{\n            ReleaseNotes = '{notes.Replace("'", "''")}'");
    string files = string.Concat(FilesOf(folder).Select(file => $"        '{file.Replace('/', '\\')}'\n"));
    text = text.Replace("    PrivateData ", $"    FileList               = @(\n{files}    )\n    PrivateData ");
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

// The software bill of materials, CycloneDX 1.6: every assembly that others wrote, with the package it came from.
string Bill(string version, string[] files, string assets)
{
    JsonNode resolved = JsonNode.Parse(File.ReadAllText(assets))!;
    string cache = resolved["packageFolders"]!.AsObject().First().Key;
    JsonArray components = [];
    foreach (string file in files.Where(file => file.StartsWith("lib/", StringComparison.Ordinal)))
    {
        // What is there for .NET 10 was compiled from the assemblies for .NET 8.
        string framework = file.Split('/')[1].Replace("net10.0", "net8.0"), assembly = Path.GetFileName(file);
        JsonObject target = resolved["targets"]!.AsObject().First(entry => IsFramework(entry.Key, framework)).Value!.AsObject();
        if (target.FirstOrDefault(package => package.Value!["runtime"]?.AsObject().Any(dll => Path.GetFileName(dll.Key) == assembly) == true).Key is not { } package)
        {
            if (!assembly.StartsWith(Name + ".", StringComparison.Ordinal))
                throw new InvalidDataException($"'{file}' comes from no package that Core refers to.");
            continue;
        }
        string[] identity = package.Split('/');
        components.Add(new JsonObject
        {
            ["type"] = "library",
            ["bom-ref"] = file,
            ["name"] = identity[0],
            ["version"] = identity[1],
            ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-256", ["content"] = Hash(File.ReadAllBytes(Path.Combine(folder, file))) }),
            ["licenses"] = new JsonArray(License(Path.Combine(cache, identity[0].ToLowerInvariant(), identity[1], identity[0].ToLowerInvariant() + ".nuspec"))),
            ["purl"] = $"pkg:nuget/{identity[0]}@{identity[1]}",
            ["properties"] = new JsonArray(new JsonObject { ["name"] = "file", ["value"] = file }),
        });
    }
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

JsonObject License(string nuspec)
{
    XElement? license = XDocument.Load(nuspec).Descendants().FirstOrDefault(element => element.Name.LocalName == "license");
    return license?.Attribute("type")?.Value == "expression"
        ? new JsonObject { ["expression"] = license.Value }
        : new JsonObject { ["license"] = new JsonObject { ["name"] = license?.Value ?? "see the package" } };
}
