using Pipelines.Configuration.Schema;
using Pipelines.Databases.Migrations;

namespace Pipelines.Databases.Sources;

/// <summary>The keys of a migration in YAML.</summary>
internal static class DeclarativeKeys
{
    private static readonly Key<string> ApiVersion = Key.Needed("apiVersion", "A group and v1.", Shapes.Scalar(
        "a group and a version such as acme.example/v1", (string text, out string value) =>
            (value = text) is "v1" || text.EndsWith("/v1", StringComparison.Ordinal)));

    private static readonly Key<string> Kind = Key.Needed("kind", "Migration.", Shapes.Choice(("Migration", "Migration")));

    private static readonly Key<string> Created = Key.Optional("created", "When it was written.", Shapes.Text);

    private static readonly Key<string> StepType = Key.Needed("type", "sql.", Shapes.Choice(("sql", "sql")));

    public static Key<string> Id { get; } = Key.Needed("id", "The version, as in the name of the file.", Shapes.Text);

    public static Key<string> Description { get; } = Key.Optional("description", "What it does.", Shapes.Text);

    public static Key<string> Author { get; } = Key.Optional("author", "Who wrote it.", Shapes.Text);

    public static Key<IReadOnlyList<string>> Environments { get; } =
        Key.Optional("environments", "The environments it is for.", Shapes.List(Shapes.Text));

    public static Key<IReadOnlyList<string>> Dependencies { get; } =
        Key.Optional("dependencies", "What must come before it.", Shapes.List(Shapes.Text));

    public static Key<IReadOnlyList<DatabaseCheck>> PreConditions { get; } =
        Key.Optional("preConditions", "What must hold before it.", Shapes.List(CheckKeys.PreCondition));

    public static Key<string> StepName { get; } = Key.Optional("name", "What to call it.", Shapes.Text);

    public static Key<string> Content { get; } = Key.Needed("content", "The SQL.", Shapes.Text);

    public static Key<IReadOnlyList<ConfigRecord>> Up { get; } = Key.Needed("up", "What it does.", Shapes.Some(Step()));

    public static Key<IReadOnlyList<ConfigRecord>> Down { get; } = Key.Optional("down", "What undoes it.", Shapes.List(Step()));

    public static Key<IReadOnlyList<DatabaseCheck>> PostUp { get; } =
        Key.Optional("post-up", "What must hold after it.", Shapes.List(CheckKeys.Check));

    public static Key<IReadOnlyList<DatabaseCheck>> PostDown { get; } =
        Key.Optional("post-down", "What must hold after it was undone.", Shapes.List(CheckKeys.Check));

    public static Key<ConfigRecord> Validation { get; } =
        Key.Optional("validation", "How it is checked.", Whole("the checks", PostUp, PostDown));

    public static Key<bool> Automatic { get; } =
        Key.Optional("automatic", "Whether what is committed already is undone.", Shapes.Boolean).Or(true, "true");

    public static Key<IReadOnlyList<RollbackTrigger>> Triggers { get; } = Key.Optional("triggers", "What undoes it.",
        Shapes.Some(Shapes.Choice(("validation-failure", RollbackTrigger.ValidationFailure),
            ("health-check-failure", RollbackTrigger.HealthCheckFailure))));

    public static Key<TimeSpan?> Timeout { get; } =
        Key.Optional("timeout", "How long undoing may take.", Shapes.Duration.Select(value => (TimeSpan?)value));

    public static Key<ConfigRecord> Rollback { get; } =
        Key.Optional("rollback", "When it is undone.", Whole("a rollback", Automatic, Triggers, Timeout));

    public static Key<ConfigRecord> Metadata { get; } =
        Key.Needed("metadata", "What it is.", Whole("the metadata", Id, Description, Author, Created, Environments));

    public static Key<ConfigRecord> Spec { get; } = Key.Needed("spec", "What it does.",
        Whole("the migration", Dependencies, PreConditions, Up, Down, Validation, Rollback));

    public static Shape<ConfigRecord> Document { get; } = Whole("a migration", ApiVersion, Kind, Metadata, Spec);

    private static Shape<ConfigRecord> Step() => Whole("a step", StepName, StepType, Content);

    private static Shape<ConfigRecord> Whole(string expected, params Key[] keys) => Shapes.Record(expected, keys, record => record);
}
