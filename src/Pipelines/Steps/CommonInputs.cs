using Pipelines.Model;

namespace Pipelines.Steps;

/// <summary>Inputs shared by several steps, so that they are the same everywhere.</summary>
public static class CommonInputs
{
    /// <summary>What completion offers for an input: names of environments, ids of releases.</summary>
    public const string Environments = "environments";
    public const string Releases = "releases";

    public static Input<string> Config { get; } =
        Input.Text("config", "The configuration file.").Or(".pipelines.yml", ".pipelines.yml");

    public static Input<string> App { get; } = Input.Parsed(
        "app", "The app, if the configuration file has several.", NamePattern.Identifier.Expected,
        (string text, out string? value) => NamePattern.Identifier.Accepts(value = text)) with
    { Pattern = NamePattern.Identifier.Pattern };

    public static Input<string> ConfigRef { get; } = Input.Text(
        "config-ref", "Branch of the project on GitHub or GitLab, or tags/NAME, from which to read the configuration file and the "
            + "files it names, instead of the checkout.");

    public static Input<string> Environment { get; } = Input.Parsed(
        "environment", "The environment, as named in the configuration file.", NamePattern.Identifier.Expected,
        (string text, out string? value) => NamePattern.Identifier.Accepts(value = text)) with
    { Pattern = NamePattern.Identifier.Pattern, Completion = Environments };

    public static Input<bool> DryRun { get; } = Input.Flag("dry-run", "Show what would be done, and change nothing.");

    public static Input<string> Actor { get; } =
        Input.Text("actor", "Who requested it. Default: as reported by the platform; elsewhere, the user.");

    public static Input<string> Reason { get; } = Input.Text("reason",
        "The reason, in your own words. Required for an emergency, and for a manual deployment outside the calendar.") with
    { IsProse = true };

    public static Input<string> Commit { get; } = Input.Text("commit",
        "The commit that was built. Default: as reported by the platform; elsewhere, that of the checkout.");

    public static Input<string> Release { get; } = Input.Text("release", "Id of a stored release, or at least its first four digits.") with
    {
        Completion = Releases,
    };
}
