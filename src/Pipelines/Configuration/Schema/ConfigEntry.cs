using Pipelines.Errors;

namespace Pipelines.Configuration.Schema;

/// <summary>One key of a mapping and its value.</summary>
public sealed record ConfigEntry(string Key, SourcePosition KeyAt, ConfigNode Value);
