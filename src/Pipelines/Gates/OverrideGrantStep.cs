using Pipelines.Errors;
using Pipelines.Gates.Decisions;
using Pipelines.Gates.Overrides;
using Pipelines.Gates.Requirements;
using Pipelines.Reporting;
using Pipelines.Signing;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Gates;

/// <summary>Grants an override in advance, as a token.</summary>
public sealed class OverrideGrantStep(GateKeeper keeper, IStores stores, TimeProvider clock) : Step
{
    private static readonly Input<TimeSpan?> For = Input.Duration("for",
        "How long it is valid; by default, and at most, as long as the environment's override allows.");

    private static readonly Output Id = new("override-token", "Id of the token: pass it to the deployment as its input of this name.");
    private static readonly Output ExpiresAt = new("expires-at", "When it expires, UTC.");

    public override StepDefinition Definition { get; } = new("override grant",
        "Grant an override in advance: a signed token for one deployment of one commit, kept in the store.")
    {
        Details = "The platform identifies the person who grants it, who must be allowed to override. The token names the rules it "
            + "breaks, is valid for one environment, one commit and a short time, and can be used once. With second-person, somebody "
            + "else must deploy with it.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        EnvironmentAction = "access",
        Inputs =
        [
            CommonInputs.Environment with { Required = true }, GateInputs.Override with { Required = true },
            CommonInputs.Reason with { Required = true, Summary = "The reason, in your own words." }, GateInputs.Ticket,
            CommonInputs.Commit, For, StoreInputs.Store, PlatformInputs.Token,
        ],
        Outputs = [Id, ExpiresAt],
        Ends = [ExitCode.Blocked],
        Examples =
            [new("override grant --environment production --override freeze:year-end --reason \"INC-4711 login is down\" --commit $SHA",
                "Let one deployment through the freeze.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var rules = GateKeys.Rules(step.Config, step.Environment);
        var token = Ask(step, rules);
        if (await RefusalAsync(step, rules, token, cancellation) is { Count: > 0 } problems)
        {
            return new StepResult(ExitCode.Blocked, $"the override is not granted: {string.Join("; ", problems)}.");
        }

        var signer = new PemSigner(step.Secrets.Resolve(rules.Override.Key!), "override.key");
        var envelope = await token.SignAsync(signer, cancellation);
        if (OverrideToken.Read(envelope, rules.Override.TrustedKeys(step.Config)) is null)
        {
            throw PipelineException.BadInput("override.key", $"its public key {signer.Key.Id} is not in override.trust: the token would "
                + "be rejected.", "Add the public key to override.trust.");
        }

        await new OverrideTokens(stores.State(step), step.App, step.Environment).AddAsync(token.Id, envelope, cancellation);
        return StepResult.Passed(
            $"granted until {Instants.Format(token.ExpiresAt)}: {string.Join(", ", token.Overrides)} for commit {token.Commit} in "
            + $"{step.Environment}. Deploy with --override-token {token.Id}.")
            .With(Id, token.Id).With(ExpiresAt, token.ExpiresAt);
    }

    /// <exception cref="PipelineException">Something that a token needs is missing.</exception>
    private OverrideToken Ask(StepContext step, GateRules rules)
    {
        var names = OverrideNames.Split(step.Require(GateInputs.Override));
        var requirements =
            step.Settings.Require(RequirementKeys.Requires).All.Select(requirement => new RequirementResult(requirement.Name, false, ""))
                .ToList();
        OverrideNames.RequireKnown(names, rules, requirements);
        Problem?[] problems =
        [
            rules.Override.Key is null ? new Problem($"environments.{step.Environment}.override.key",
                "is missing, so the token cannot be signed.", "Set it to a private key, such as env:OVERRIDE_KEY.") : null,
            (step.Get(CommonInputs.Commit) ?? step.Run.Origin.Commit) is null
                ? new Problem("--commit", "is missing: a token is for one commit.") : null,
            step.Run.Origin.Actor is null ? new Problem("actor", "the platform does not report who is granting it.") : null,
            step.Get(For) > rules.Override.Expires ? new Problem("--for", "is longer than the environment's override allows.") : null,
        ];
        return problems.OfType<Problem>().ToList() is { Count: > 0 } found
            ? throw new PipelineException(found, ExitCode.BadInput)
            : new OverrideToken(
                Guid.NewGuid().ToString("n"), step.App, step.Environment, (step.Get(CommonInputs.Commit) ?? step.Run.Origin.Commit)!,
                names, step.Require(CommonInputs.Reason).Trim(), step.Get(GateInputs.Ticket), step.Run.Origin.Actor!,
                clock.GetUtcNow() + (step.Get(For) ?? rules.Override.Expires));
    }

    private async Task<IReadOnlyList<string>> RefusalAsync(StepContext step, GateRules rules, OverrideToken token,
        CancellationToken cancellation)
    {
        var evidence = keeper.Evidence(step, new GateSubject(rules.Environment, token.Commit), cancellation);
        return await OverrideJudge.GrantProblemsAsync(rules, token, evidence);
    }
}
