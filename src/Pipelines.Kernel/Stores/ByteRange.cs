namespace Pipelines.Stores;

/// <summary>A run of bytes inside an object.</summary>
/// <param name="Offset">First byte, from 0.</param>
/// <param name="Length">Number of bytes, at least 1; a range past the end is an error of the caller.</param>
public sealed record ByteRange(long Offset, long Length);
