using Pipelines.Errors;
using Pipelines.Releases.Saving;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Views;

namespace Pipelines.Packaging;

/// <summary>Creates a release from a directory and saves it in the store, without deploying it.</summary>
public sealed class PackageStep(ReleaseRepositories releases, TimeProvider clock) : Step
{
    private static readonly Output Release = new("release", "Id of the release.");
    private static readonly Output Digest = new("digest", "SHA-256 of the manifest: the same tree gives the same value on any machine.");
    private static readonly Output Created = new("created", "false if the store already had the release.");
    private static readonly Output Files = new("files", "Number of files.");
    private static readonly Output Bytes = new("bytes", "Total size of all files, in bytes.");
    private static readonly Output ReusedBytes = new("reused-bytes", "Bytes that did not need to be uploaded.");
    private static readonly Output SentBytes = new("sent-bytes", "Bytes written to the store.");

    private static readonly Table<PackagePhase> Phases = new Table<PackagePhase>("phases")
        .GivenText("phase", phase => phase.Name)
        .Given("duration_ms", phase => (long)phase.Duration.TotalMilliseconds);

    public override StepDefinition Definition { get; } = new("package",
        "Create an immutable release from a directory and save it in the store.")
    {
        Details = "Files that the store already has are not uploaded again. Links and permissions are kept. Rejects paths that point "
            + "outside the directory, device files, and files that look like secrets.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Use = new ActionUse("push:\n  branches: [main]") { Before = "make dist # your build" },
        Inputs = [PackageInputs.Path, PackageInputs.AllowEmpty, StoreInputs.Store, CommonInputs.Commit],
        Outputs = [Release, Digest, Created, Files, Bytes, ReusedBytes, SentBytes],
        Ends = [ExitCode.Failed],
        Examples = [new("package --path dist", "Package the build.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var provenance = PackageInputs.Provenance(step.Run, step.Get(CommonInputs.Commit), clock.GetUtcNow());
        var saved = await releases.Of(step).SaveAsync(PackageInputs.Spec(step), provenance, step.Reporter, cancellation);
        return new StepResult(ExitCode.Passed, saved.Text) { Views = [Phases.Of(saved.Phases)] }
            .With(Release, saved.Release.Id.Value)
            .With(Digest, saved.Release.Manifest.Digest)
            .With(Created, saved.Created)
            .With(Files, saved.Files)
            .With(Bytes, saved.Bytes)
            .With(ReusedBytes, saved.ReusedBytes)
            .With(SentBytes, saved.SentBytes);
    }
}
