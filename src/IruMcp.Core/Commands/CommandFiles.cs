using System.Text;
using IruMcp.Files;

namespace IruMcp.Commands;

/// <summary>Writes a module of commands to disk.</summary>
public static class CommandFiles
{
    // Windows PowerShell takes a file without the mark for one in the old code page.
    private static readonly UTF8Encoding WithMark = new(encoderShouldEmitUTF8Identifier: true);

    /// <summary>The two files of a module: the script, and the manifest by which it is known.</summary>
    /// <param name="folder">The module's folder; its name is the module's.</param>
    public static IReadOnlyList<string> In(string folder)
    {
        var name = Path.GetFileName(folder);
        return [Path.Combine(folder, name + ".psm1"), Path.Combine(folder, name + ".psd1")];
    }

    /// <summary>Writes both files. The manifest comes last: without it there is no module.</summary>
    /// <param name="commands">What to write.</param>
    /// <param name="folder">The module's folder; made where it is missing.</param>
    /// <param name="requiredVersion">The version of IruMcp that writes it.</param>
    /// <exception cref="IruException"><c>IruMcp.FileNotWritable</c>.</exception>
    public static void Write(CommandModule commands, string folder, Version requiredVersion)
    {
        var files = In(folder);
        try
        {
            Directory.CreateDirectory(folder);
            Replace(files[0], commands.ScriptFile());
            Replace(files[1], commands.ManifestFile(Path.GetFileName(folder), requiredVersion));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new IruException("IruMcp.FileNotWritable", IruErrorCategory.WriteError, CommandText.NotWritable(folder, error.Message));
        }
    }

    private static void Replace(string file, string text)
    {
        var temporary = file + ".tmp";
        try
        {
            File.WriteAllText(temporary, text, WithMark);
            SharingWait.Replace(() =>
            {
                File.Delete(file);
                File.Move(temporary, file);
            });
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
