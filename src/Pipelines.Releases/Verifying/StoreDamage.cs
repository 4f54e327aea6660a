namespace Pipelines.Releases.Verifying;

/// <summary>An object of the store that is not what releases need it to be.</summary>
/// <param name="Object">Its key.</param>
/// <param name="What">What is wrong with it, as a sentence.</param>
/// <param name="Releases">Ids of the releases that cannot be staged for it, sorted.</param>
/// <param name="File">A file that is affected; null when all of the release is.</param>
public sealed record StoreDamage(string Object, string What, IReadOnlyList<string> Releases, string? File);
