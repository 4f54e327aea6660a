using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Errors;

namespace Pipelines.Adapters.Configuration;

/// <summary>Loads the configuration file.</summary>
public static class ConfigLoader
{
    /// <summary>Reads and validates the file.</summary>
    /// <exception cref="PipelineException">It cannot be read, or has problems: all of them.</exception>
    public static ConfigFile Load(string path, IProjectFiles files, ConfigSchema schema)
    {
        var reading = new ConfigReading();
        var text = ReadText(path, files);
        var root = YamlReader.Read(path, text, reading);
        var file = root is null ? null : schema.Read(path, root, reading);
        return file is not null && reading.Problems.Count == 0
            ? file with { Text = text, Files = files } : throw new PipelineException(reading.Problems);
    }

    private static string ReadText(string path, IProjectFiles files)
    {
        try
        {
            return files.Read(path, YamlReader.MostCharacters);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw PipelineException.BadInput("config", $"there is no file {path}{files.Place}.",
                "Create one with `pipelines init`, or choose one with --config.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PipelineException.BadInput("config", $"{path} cannot be read: {e.Message}");
        }
    }
}
