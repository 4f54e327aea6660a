using System.Globalization;
using System.Text.RegularExpressions;
using Pipelines.Errors;
using Pipelines.Steps;

namespace Pipelines.Databases;

/// <summary>Creates the files of a new migration.</summary>
public sealed partial class DbMigrateNewStep(MigratedDatabases databases) : Step
{
    private static readonly Input<string> Name = Input.Parsed("name", "Its name.", "letters, digits, dashes and underscores, at most 100",
        (string text, out string? value) => NamePattern().IsMatch(value = text)) with
    { Required = true };

    private static readonly Output File = new("file", "The file of the new migration.");

    public override StepDefinition Definition { get; } = new("db migrate new",
        "Create the files of a new migration, with the next version.")
    {
        Details = "Creates VERSION_NAME.sql and VERSION_NAME.down.sql in the folder of migrations of the environment.",
        Config = ConfigUse.Required,
        Inputs = [MigrationInputs.Environment, Name],
        Positional = [Name],
        Outputs = [File],
        Ends = [ExitCode.Failed],
        Examples = [new("db migrate new add_users --environment staging", "Begin a migration.")],
    };

    public override Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var spec = DatabaseKeys.Of(step);
        var directory = step.Config.Resolve(spec.Migrations);
        Directory.CreateDirectory(directory);
        var last = databases.Catalog(step).Versioned.Select(migration => migration.Version!).Max();
        var stem = $"{Next(last?.Text)}_{step.Require(Name)}";
        Write(directory, $"{stem}.down.sql", $"-- Undoes {stem}.sql.\n");
        Write(directory, $"{stem}.sql", "-- One transaction, with its entry in the journal.\n");
        return Task.FromResult(StepResult.Passed($"created {Path.Combine(spec.Migrations, stem)}.sql and .down.sql.")
            .With(File, Path.Combine(spec.Migrations, $"{stem}.sql")));
    }

    /// <summary>One more, in as many digits.</summary>
    private static string Next(string? last)
    {
        var number = last?.Split('.', '_')[0] ?? "0000";
        return (System.Numerics.BigInteger.Parse(number, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture)
            .PadLeft(number.Length, '0');
    }

    private static void Write(string directory, string name, string text)
    {
        try
        {
            using var file = new FileStream(Path.Combine(directory, name), FileMode.CreateNew);
            file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException($"{name} cannot be created: {e.Message}", inner: e);
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$")]
    private static partial Regex NamePattern();
}
