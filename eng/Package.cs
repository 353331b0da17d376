#:property PublishAot=false
// Packs the built module:  dotnet run eng/Package.cs -- <module folder> <output folder>
// The same files give the same bytes: entries are in ordinal order and carry one fixed time.
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

string module = Path.GetFullPath(args[0]);
string output = Path.GetFullPath(args[1]);
string manifest = File.ReadAllText(Path.Combine(module, "IruMcp.psd1"));
string version = Regex.Match(manifest, @"ModuleVersion\s*=\s*'([^']+)'").Groups[1].Value;
string package = Path.Combine(output, $"IruMcp-{version}.zip");

Directory.CreateDirectory(output);
File.Delete(package);
using (ZipArchive archive = ZipFile.Open(package, ZipArchiveMode.Create))
{
    var names = Directory.EnumerateFiles(module, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(module, file).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);
    foreach (string name in names)
    {
        ZipArchiveEntry entry = archive.CreateEntry("IruMcp/" + name, CompressionLevel.SmallestSize);
        entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        entry.ExternalAttributes = 0b110_100_100 << 16;
        using Stream content = entry.Open();
        using FileStream file = File.OpenRead(Path.Combine(module, name));
        file.CopyTo(content);
    }
}

string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(package)));
File.WriteAllText(Path.Combine(output, "SHA256SUMS"), $"{hash}  {Path.GetFileName(package)}\n");
Console.WriteLine($"{hash}  {package}");
