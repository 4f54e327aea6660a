using Pipelines.Packaging;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Views;

namespace Pipelines.Cli.Steps;

/// <summary>Lists what can be typed for an input, for the completion scripts.</summary>
internal sealed class CompletionValuesStep(ReleaseRepositories releases) : Step
{
    private static readonly Input<string> Of = Input.Choice("of", "What to list.",
        (CommonInputs.Environments, CommonInputs.Environments), (CommonInputs.Releases, CommonInputs.Releases)) with { Required = true };

    public override StepDefinition Definition { get; } = new("completion values",
        "List the environments or the releases of an app, as the completion scripts do.")
    {
        Config = ConfigUse.Required,
        Inputs = [Of, StoreInputs.Store],
        Positional = [Of],
        Examples = [new("completion values environments", "What can be typed after --environment?")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var names = step.Require(Of) == CommonInputs.Environments
            ? step.Config.Environments.Keys
            : (await releases.Of(step).ListAsync(cancellation)).Select(release => release.Id.Value);
        return StepResult.Passed("") with { Views = [new Preformatted(string.Concat(names.Select(name => $"{name}\n")))] };
    }
}
