using Pipelines.Configuration.Schema;
using Pipelines.Model;

namespace Pipelines.Configuration;

/// <summary>Keys that belong to no feature.</summary>
public static class CoreKeys
{
    public static Key<string> App { get; } = Key.Needed("app", "Name of the app; it names its releases and its records.", Shapes.Name(NamePattern.Identifier));

    /// <summary>Of an environment.</summary>
    public static Key<string> Url { get; } = Key.Optional("url", "Where people find what is deployed; reports link to it.", Shapes.Url);
}
