using Pipelines.Configuration.Schema;

namespace Pipelines.Configuration;

/// <summary>
/// Looks at references between sections. It is given the nodes, not their values, so that it also speaks when a value elsewhere is wrong.
/// </summary>
public delegate void ConfigCheck(ConfigNode root, ConfigReading reading);
