using System.Text;
using Pipelines.Configuration;
using Pipelines.Errors;

namespace Pipelines.Databases.Sources;

/// <summary>The files of a folder of migrations.</summary>
internal static class MigrationFolder
{
    /// <summary>A larger file is a mistake; data of that size is loaded in other ways.</summary>
    private const int MostBytes = 64 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>All files of migrations, by name. Other kinds of files are left alone.</summary>
    /// <param name="path">The folder, as shown to people.</param>
    /// <param name="directory">Where it is.</param>
    /// <param name="problems">Receives what is wrong with a file.</param>
    /// <exception cref="PipelineException">There is no such folder, or it cannot be read.</exception>
    public static IReadOnlyList<MigrationFile> Read(string path, string directory, List<Problem> problems)
    {
        try
        {
            return [.. Directory.GetFiles(directory).Select(Path.GetFileName).OfType<string>()
                .Where(name => Path.GetExtension(name) is ".sql" or ".yaml" or ".yml").Order(StringComparer.Ordinal)
                .Select(name => Read(Path.Combine(path, name), Path.Combine(directory, name), name, problems)).OfType<MigrationFile>()];
        }
        catch (DirectoryNotFoundException)
        {
            throw PipelineException.BadInput(path, "there is no folder of migrations here.",
                "Create one with `pipelines db migrate new`, or correct the key migrations.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PipelineException.BadInput(path, $"the folder of migrations cannot be read: {e.Message}");
        }
    }

    private static MigrationFile? Read(string path, string file, string name, List<Problem> problems)
    {
        if (MigrationNames.Read(path, name) is not { } known)
        {
            problems.Add(new Problem(path, "is not named like a migration.", MigrationNames.Expected));
            return null;
        }

        var bytes = BoundedFile.Read(file, MostBytes);
        try
        {
            return known with { Text = Strict.GetString(bytes) };
        }
        catch (DecoderFallbackException e)
        {
            var line = bytes.AsSpan(0, Math.Max(0, Math.Min(e.Index, bytes.Length))).Count((byte)'\n') + 1;
            problems.Add(new Problem(null, "is not valid UTF-8 from this line on.", "Convert the file to UTF-8.",
                new SourcePosition(path, line, 1)));
            return null;
        }
    }
}
