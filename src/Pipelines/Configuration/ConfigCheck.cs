using Pipelines.Configuration.Schema;

namespace Pipelines.Configuration;

/// <summary>
/// Checks references between sections. It gets the nodes, not their values, so that it also works if a value elsewhere is wrong.
/// </summary>
public delegate void ConfigCheck(ConfigNode root, ConfigReading reading);
