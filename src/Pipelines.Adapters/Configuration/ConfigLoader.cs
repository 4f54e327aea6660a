using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Errors;
using Pipelines.Steps;

namespace Pipelines.Adapters.Configuration;

/// <summary>Loads the configuration file.</summary>
public static class ConfigLoader
{
    /// <summary>Reads and validates the file.</summary>
    /// <exception cref="PipelineException">It cannot be read, or has problems: all of them; or which app is not said.</exception>
    public static ConfigFile Load(ConfigPlace place, IProjectFiles files, ConfigSchema schema)
    {
        var reading = new ConfigReading();
        var text = ReadText(place.Path, files);
        var root = YamlReader.Read(place.Path, text, reading);
        var read = root is null ? [] : schema.Read(place.Path, root, reading);
        if (read.Count == 0)
        {
            throw new PipelineException(reading.Problems);
        }

        IReadOnlyList<ConfigFile> apps = [.. read.Select(app => app with { Text = text, Files = files })];
        return Choose(place, apps) with { Apps = apps };
    }

    private static ConfigFile Choose(ConfigPlace place, IReadOnlyList<ConfigFile> apps)
    {
        if (place.IsForAll || (place.App is null && apps.Count == 1))
        {
            return apps[0];
        }

        var names = apps.Select(app => app.Top.Require(CoreKeys.App)).ToList();
        return place.App is not { } name
            ? throw PipelineException.BadInput(CommonInputs.App.Name,
                $"is missing: {place.Path} has the apps {string.Join(", ", names)}. Expected one of them.")
            : apps.FirstOrDefault(app => app.Top.Require(CoreKeys.App) == name) ?? throw PipelineException.BadInput(
                CommonInputs.App.Name, $"\"{name}\" is not an app in {place.Path}.", NearestName.Hint(name, names));
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
