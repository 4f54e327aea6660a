namespace Pipelines.Releases.Verifying;

/// <summary>A damaged or missing object in the store.</summary>
/// <param name="Object">Its key.</param>
/// <param name="What">The problem, as a sentence.</param>
/// <param name="Releases">Ids of the releases that cannot be staged because of it, sorted.</param>
/// <param name="File">An affected file; null if the whole release is affected.</param>
public sealed record StoreDamage(string Object, string What, IReadOnlyList<string> Releases, string? File);
