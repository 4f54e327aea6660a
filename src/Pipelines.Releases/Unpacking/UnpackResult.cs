namespace Pipelines.Releases.Unpacking;

/// <summary>The cost of unpacking a release.</summary>
/// <param name="Files">Number of files written.</param>
/// <param name="Bytes">Sum of their sizes.</param>
/// <param name="CopiedBytes">Of these, bytes from files already on this machine.</param>
/// <param name="FetchedBytes">Bytes read from the store's packs.</param>
/// <param name="Requests">Range reads of packs.</param>
public sealed record UnpackResult(long Files, long Bytes, long CopiedBytes, long FetchedBytes, int Requests);
