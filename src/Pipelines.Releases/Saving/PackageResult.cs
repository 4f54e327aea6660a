using System.Globalization;
using Pipelines.Releases.Packs;
using Pipelines.Reporting;

namespace Pipelines.Releases.Saving;

/// <summary>A saved release and the cost of saving it.</summary>
/// <param name="Release">The release.</param>
/// <param name="Created">True if the store did not have it before.</param>
/// <param name="Files">Number of files.</param>
/// <param name="Bytes">Sum of their sizes.</param>
/// <param name="ReusedBytes">Of these, bytes that did not need to be uploaded: the store already had them, or they occur twice in the
/// tree.</param>
/// <param name="SentBytes">Bytes written to the store, compressed and including metadata.</param>
/// <param name="Phases">Durations, in order.</param>
public sealed record PackageResult(
    Release Release, bool Created, long Files, long Bytes, long ReusedBytes, long SentBytes, IReadOnlyList<PackagePhase> Phases)
{
    /// <summary>
    /// For people, such as <c>release 93e201426e25: 2 files, 2.9 MiB; 1.1 MiB uploaded (scan 3 ms, pack 41 ms, publish 9 ms).</c>
    /// </summary>
    public string Text => Describe("uploaded");

    /// <summary>The same of a rehearsal, which has uploaded nothing.</summary>
    public string RehearsedText => Describe("to upload");

    private string Describe(string sent) => string.Create(
        CultureInfo.InvariantCulture,
        $"release {Release.Id}: {Plural.Of(Files, "file")}, {Bytes.ForPeople()}; {SentBytes.ForPeople()} {sent} "
            + $"({string.Join(", ", Phases.Select(phase => $"{phase.Name} {phase.Duration.ForPeople()}"))}).");
}
