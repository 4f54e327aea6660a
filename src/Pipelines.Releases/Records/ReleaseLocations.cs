namespace Pipelines.Releases.Records;

/// <summary>
/// Which packs a release's bytes are in. Where in a pack each one lies is said once, by the pack's index, however many releases share it:
/// so a release that changed little costs a line here, and pruning reads lines.
/// </summary>
/// <param name="Format">Format number.</param>
/// <param name="Created">When it was written: a release that never got its manifest is removed a day later.</param>
/// <param name="Packs">Ids of packs, sorted.</param>
internal sealed record ReleaseLocations(int Format, DateTimeOffset Created, IReadOnlyList<string> Packs)
{
    public const int CurrentFormat = 1;

    /// <summary>The same with shared strings for the ids: one string per id, whichever release refers to it.</summary>
    public ReleaseLocations With(Func<string, string> shared) => this with { Packs = [.. Packs.Select(shared)] };
}
