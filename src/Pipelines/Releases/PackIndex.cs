namespace Pipelines.Releases;

/// <summary>What a pack holds. Written before the pack, so that a pack is never without one.</summary>
/// <param name="Format">Format number.</param>
/// <param name="Created">When it was written: an unused pack is cleared away a day later.</param>
/// <param name="Parts">The pack's parts, by offset.</param>
internal sealed record PackIndex(int Format, DateTimeOffset Created, IReadOnlyList<PackPart> Parts)
{
    public const int CurrentFormat = 3;

    public static bool IsId(string? pack) => pack is { Length: 20 } && Sha256Hex.IsHex(pack);

    /// <summary>What is wrong with it, as the end of a sentence; null when nothing is.</summary>
    public string? Problem() => Format != CurrentFormat
        ? $"has format {Format}, which this version does not read"
        : Parts.Select(part => part is null ? "has a part that is null" : part.Problem()).FirstOrDefault(problem => problem is not null);
}
