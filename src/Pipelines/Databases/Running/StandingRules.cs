using Pipelines.Databases.Journal;
using Pipelines.Errors;

namespace Pipelines.Databases.Running;

/// <summary>What must be put in order before migrations are run.</summary>
public sealed class StandingRules(RunnerOptions options)
{
    /// <summary>Everything that is wrong; empty if nothing is.</summary>
    public IReadOnlyList<Problem> Problems(MigrationStanding standing) =>
        [.. standing.Lines.Select(Fault).OfType<Problem>(), .. options.OutOfOrder ? [] : Late(standing)];

    /// <exception cref="PipelineException">Something is wrong: all of it.</exception>
    public void Refuse(MigrationStanding standing)
    {
        if (Problems(standing) is { Count: > 0 } problems)
        {
            throw new PipelineException(problems, ExitCode.Failed);
        }
    }

    /// <exception cref="PipelineException">One of them cannot be undone.</exception>
    public static void RefuseDown(IReadOnlyList<MigrationLine> lines)
    {
        var problems = lines.Where(line => line.Migration?.Down is null).Select(line => new Problem(null,
            line.Migration is null ? $"{line.Title} is in the database, but its file is gone." : $"{line.Title} has no way down.",
            "Nothing was undone. Write its down script, or go forward with a new migration.", line.Migration?.At)).ToList();
        if (problems.Count > 0)
        {
            throw new PipelineException(problems, ExitCode.Failed);
        }
    }

    private static Problem? Fault(MigrationLine line) => line.State switch
    {
        MigrationState.Edited => new Problem(null, $"{line.Title} was edited after it was applied on {line.Entry!.StartedAt}.",
            "Restore it and write a new migration; or, if the database has the change already, accept it with `db migrate repair`.",
            line.Migration!.At),
        MigrationState.Missing => new Problem(null, $"{line.Title} was applied on {line.Entry!.StartedAt}, but its file is gone.",
            "Restore the file."),
        _ => null,
    };

    private static IEnumerable<Problem> Late(MigrationStanding standing)
    {
        var newest = standing.Applied.Select(line => line.Migration?.Version).OfType<Migrations.MigrationVersion>().Max();
        return newest is null ? [] : standing.Lines
            .Where(line => line is { State: MigrationState.Pending, Migration.Version: { } version } && version < newest)
            .Select(line => new Problem(null, $"{line.Title} is older than {newest}, which is applied already.",
                "Give it a newer version, or set out-of-order: true for the database.", line.Migration!.At));
    }
}
