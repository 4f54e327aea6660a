namespace Pipelines.Configuration;

/// <summary>Looks at the whole file once every key has been read on its own: references between sections.</summary>
public delegate void ConfigCheck(ConfigFile file, ConfigReading reading);
