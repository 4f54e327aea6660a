using Pipelines.Databases.Running;
using Pipelines.Model;

namespace Pipelines.Databases;

/// <summary>The database of an environment, as configured.</summary>
/// <param name="Url">Where its address is.</param>
/// <param name="Migrations">The folder of its migrations, relative to the configuration file.</param>
/// <param name="Options">How they are run.</param>
public sealed record DatabaseSpec(SecretReference Url, string Migrations, RunnerOptions Options);
