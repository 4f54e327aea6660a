namespace Pipelines.Releases.Unpacking;

/// <summary>What putting a release on a disk took.</summary>
/// <param name="Files">Number of files written.</param>
/// <param name="Bytes">Sum of their sizes.</param>
/// <param name="CopiedBytes">Of these, bytes that came from files already on this machine.</param>
/// <param name="FetchedBytes">Bytes read from the store's packs.</param>
/// <param name="Requests">Ranged reads of packs.</param>
public sealed record UnpackResult(long Files, long Bytes, long CopiedBytes, long FetchedBytes, int Requests);
