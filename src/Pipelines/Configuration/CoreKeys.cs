using Pipelines.Configuration.Schema;
using Pipelines.Model;

namespace Pipelines.Configuration;

/// <summary>Keys that do not belong to a feature.</summary>
public static class CoreKeys
{
    public static Key<string> App { get; } = Key.Needed("app", "Name of the app, used for its releases and records.",
        Shapes.Name(NamePattern.Identifier));

    /// <summary>For an environment.</summary>
    public static Key<string> Url { get; } = Key.Optional("url", "URL of the deployed app; reports link to it.", Shapes.Url);
}
