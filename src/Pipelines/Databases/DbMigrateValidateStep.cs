using Pipelines.Errors;
using Pipelines.Steps;
using Pipelines.Views;

namespace Pipelines.Databases;

/// <summary>Compares files and journal.</summary>
public sealed class DbMigrateValidateStep(MigratedDatabases databases) : Step
{
    private static readonly Output Problems = new("problems", "How many problems there are.");

    private static readonly Table<Problem> Found = new Table<Problem>("problems")
        .Text("where", "Where", problem => problem.At is null ? problem.Where : $"{problem.At}")
        .Text("what", "Problem", problem => problem.What)
        .Text("hint", "To do", problem => problem.Hint);

    public override StepDefinition Definition { get; } = new("db migrate validate",
        "Check that the migrations can be read, and that what is applied is what is in the files.")
    {
        Details = "Reads the files and the journal, and writes nothing. Comments, white space and line ends of an applied migration may "
            + "change, and nothing else.",
        Config = ConfigUse.Required,
        Inputs = [MigrationInputs.Environment],
        Outputs = [Problems],
        Ends = [ExitCode.Failed],
        Examples = [new("db migrate validate --environment production", "Is everything as it was applied?")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        await using var database = await databases.OpenAsync(step, cancellation);
        var standing = await database.StandingAsync(cancellation);
        var problems = new Running.StandingRules(DatabaseKeys.Of(step).Options).Problems(standing);
        return new StepResult(problems.Count == 0 ? ExitCode.Passed : ExitCode.Failed, problems.Count == 0
            ? $"{database.Session.Name}: files and journal agree."
            : $"{database.Session.Name}: files and journal differ.")
        {
            Views = [Found.Of(problems)],
        }.With(Problems, problems.Count);
    }
}
