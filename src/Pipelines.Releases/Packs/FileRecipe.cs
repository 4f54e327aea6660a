using Pipelines.Releases.Files;

namespace Pipelines.Releases.Packs;

/// <summary>The composition of a large file.</summary>
/// <param name="Sha256">Digest of the file.</param>
/// <param name="Size">Its length.</param>
/// <param name="Chunks">Digests of its chunks, in order.</param>
internal sealed record FileRecipe(Sha256Digest Sha256, long Size, IReadOnlyList<Sha256Digest> Chunks);
