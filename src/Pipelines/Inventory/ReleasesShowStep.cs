using System.Globalization;
using System.Text.Json.Nodes;
using Pipelines.Releases.Signatures;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Views;

namespace Pipelines.Inventory;

/// <summary>Shows everything known about a release.</summary>
public sealed class ReleasesShowStep(Inventories inventories) : Step
{
    private static readonly Output Id = new("release", "Id of the release.");
    private static readonly Output Digest = new("digest", "SHA-256 of its manifest.");
    private static readonly Output Files = new("files", "Number of files.");
    private static readonly Output Bytes = new("bytes", "Total size of all files, in bytes.");

    public override StepDefinition Definition { get; } = new("releases show",
        "Show where a release came from, what it contains, and where it is live.")
    {
        Config = ConfigUse.Required,
        Inputs = [InventoryInputs.Release, InventoryInputs.Environment, StoreInputs.Store],
        Positional = [InventoryInputs.Release],
        Outputs = [Id, Digest, Files, Bytes],
        Examples = [new("releases show live", "What is live?"), new("releases show 3f2a90c1d4e5", "A release by its id.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var inventory = inventories.Of(step);
        var release = await inventory.FindAsync(step.Require(InventoryInputs.Release), cancellation);
        var environments = (await inventory.EnvironmentsAsync(cancellation)).Where(environment => environment.Live == release.Id.Value)
            .Select(environment => environment.Environment).ToList();
        var signature = await inventory.Signatures.CheckAsync(release.Manifest, inventory.Trust, cancellation);
        var result = StepResult.Passed("").With(Id, release.Id.Value).With(Digest, release.Manifest.Digest)
            .With(Files, release.Manifest.Files).With(Bytes, release.Manifest.Bytes);
        result.Details["live_in"] = new JsonArray([.. environments.Select(environment => JsonValue.Create(environment))]);
        result.Details["signatures"] = new JsonArray([.. signature.Signers.Select(key => JsonValue.Create(key))]);
        result.Details["trusted_key"] = signature.By?.Id;
        result.Details["signature_problem"] = signature.Problem;
        result.Details["provenance"] = ProvenanceText.Json(release.Provenance);
        (string Name, string Value)[] facts =
        [
            ("release", release.Id.Value),
            ("digest", release.Manifest.Digest),
            .. ProvenanceText.Facts(release.Provenance),
            ("files", string.Create(CultureInfo.InvariantCulture, $"{release.Manifest.Files}, {release.Manifest.Bytes.ForPeople()}")),
            ("signature", Signature(signature)),
            ("live in", environments.Count == 0 ? "no environment" : string.Join(", ", environments)),
        ];
        return result with { Views = [new Facts(facts)] };
    }

    private static string Signature(SignatureState signature) => signature switch
    {
        { By: { } key } => $"valid, by {key.Id}",
        { Problem: { } problem } => $"rejected: {problem}",
        { Signers: [] } => "none",
        _ => $"by {string.Join(", ", signature.Signers)}, not in signing.trust",
    };
}
