namespace Pipelines.Releases;

/// <summary>A part and where it is.</summary>
/// <param name="Pack">The pack that has its bytes.</param>
/// <param name="Index">The pack whose index says so: the same, or a later one that came to need it too.</param>
/// <param name="Part">The part.</param>
internal sealed record BlobPart(string Pack, string Index, PackPart Part);
