using Pipelines.Configuration.Schema;

namespace Pipelines.Databases.Sources;

/// <summary>Parses YAML; null if it is none, with the problems in the reading.</summary>
/// <param name="file">The file, for positions.</param>
/// <param name="text">The text.</param>
/// <param name="reading">Receives problems.</param>
public delegate ConfigNode? YamlParser(string file, string text, ConfigReading reading);
