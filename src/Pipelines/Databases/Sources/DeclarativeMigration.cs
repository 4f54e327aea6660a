using Pipelines.Configuration.Schema;
using Pipelines.Databases.Migrations;
using Pipelines.Errors;

namespace Pipelines.Databases.Sources;

/// <summary>A migration written in YAML.</summary>
internal static class DeclarativeMigration
{
    /// <summary>The migration; null if there is a problem.</summary>
    public static Migration? Read(MigrationFile file, YamlParser yaml, List<Problem> problems)
    {
        var reading = new ConfigReading();
        Migration? migration = null;
        if (yaml(file.Path, file.Text, reading) is { } root && DeclarativeKeys.Document.TryRead(root, "", reading, out var document))
        {
            migration = Build(file, document, reading);
        }

        problems.AddRange(reading.Problems);
        return reading.Problems.Count == 0 ? migration : null;
    }

    private static Migration? Build(MigrationFile file, ConfigRecord document, ConfigReading reading)
    {
        var metadata = document.Require(DeclarativeKeys.Metadata);
        var spec = document.Require(DeclarativeKeys.Spec);
        var id = metadata.Require(DeclarativeKeys.Id);
        if (!(MigrationVersion.TryParse(id, out var version) && version.Equals(file.Version)) && id != $"{file.Version}_{file.Name}")
        {
            reading.Fail(metadata.PathOf(DeclarativeKeys.Id), metadata.PositionOf(DeclarativeKeys.Id),
                $"\"{id}\" is not the version of the file's name. Expected \"{file.Version}\".");
            return null;
        }

        var up = Script(spec.Require(DeclarativeKeys.Up), reading);
        var down = Script(spec.Get(DeclarativeKeys.Down) ?? [], reading);
        return new Migration(file.Version, metadata.Get(DeclarativeKeys.Description) ?? file.Name, new SourcePosition(file.Path, 1, 1), up)
        {
            Down = down.Statements.Count == 0 ? null : down,
            Terms = Terms(metadata, spec),
        };
    }

    private static MigrationTerms Terms(ConfigRecord metadata, ConfigRecord spec)
    {
        var (validation, rollback) = (spec.Get(DeclarativeKeys.Validation), spec.Get(DeclarativeKeys.Rollback));
        return new MigrationTerms
        {
            Author = metadata.Get(DeclarativeKeys.Author),
            Environments = metadata.Get(DeclarativeKeys.Environments) ?? [],
            Dependencies = spec.Get(DeclarativeKeys.Dependencies) ?? [],
            PreConditions = spec.Get(DeclarativeKeys.PreConditions) ?? [],
            PostUp = validation?.Get(DeclarativeKeys.PostUp) ?? [],
            PostDown = validation?.Get(DeclarativeKeys.PostDown) ?? [],
            UndoesItself = rollback is null || (rollback.Get(DeclarativeKeys.Automatic)
                && (rollback.Get(DeclarativeKeys.Triggers)?.Contains(RollbackTrigger.ValidationFailure) ?? true)),
            UndoWithin = rollback?.Get(DeclarativeKeys.Timeout),
        };
    }

    private static MigrationScript Script(IReadOnlyList<ConfigRecord> steps, ConfigReading reading)
    {
        var statements = new List<MigrationStatement>();
        foreach (var step in steps)
        {
            var problems = new List<Problem>();
            var text = step.Require(DeclarativeKeys.Content);
            var at = step.PositionOf(DeclarativeKeys.Content);
            var script = ScriptReader.Read(at.File, text, text.Contains('\n', StringComparison.Ordinal) ? at.Line + 1 : at.Line, problems);
            problems.ForEach(problem =>
                reading.Fail(problem.Where ?? step.PathOf(DeclarativeKeys.Content), problem.At, problem.What, problem.Hint));
            statements.AddRange((script?.Statements ?? [])
                .Select(statement => statement with { Name = step.Get(DeclarativeKeys.StepName) }));
        }

        return new MigrationScript(statements);
    }
}
