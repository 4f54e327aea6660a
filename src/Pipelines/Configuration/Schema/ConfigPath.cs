namespace Pipelines.Configuration.Schema;

/// <summary>Paths of keys as shown in error messages: <c>environments.production.hosts[2]</c>.</summary>
public static class ConfigPath
{
    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
