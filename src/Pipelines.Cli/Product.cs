using System.Reflection;

namespace Pipelines.Cli;

/// <summary>Names under which the product is published.</summary>
internal static class Product
{
    /// <summary>The container image, without a tag.</summary>
    public const string Image = "ghcr.io/pipelines/pipelines";

    /// <summary>owner/name of the repository with the actions.</summary>
    public const string Repository = "pipelines/pipelines";

    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static string MajorTag { get; } = $"v{Version.Split('.')[0]}";
}
