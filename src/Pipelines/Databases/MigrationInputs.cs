using Pipelines.Databases.Migrations;
using Pipelines.Steps;

namespace Pipelines.Databases;

/// <summary>Inputs and outputs of the steps for migrations.</summary>
internal static class MigrationInputs
{
    public static Input<string> Environment { get; } = CommonInputs.Environment with { Required = true };

    public static Input<MigrationVersion> Version { get; } = Input.Parsed("version", "The version of a migration.",
        "a version such as 0003 or 1.2", (string text, out MigrationVersion? version) => MigrationVersion.TryParse(text, out version));

    public static Output Applied { get; } = new("applied", "How many migrations were applied.");

    public static Output Undone { get; } = new("undone", "How many migrations were undone.");

    public static Output Pending { get; } = new("pending", "How many migrations are not applied yet.");
}
