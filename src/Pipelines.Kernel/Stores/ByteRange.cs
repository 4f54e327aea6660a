namespace Pipelines.Stores;

/// <summary>A range of bytes in an object.</summary>
/// <param name="Offset">First byte, from 0.</param>
/// <param name="Length">Number of bytes, at least 1; a range past the end is a caller error.</param>
public sealed record ByteRange(long Offset, long Length);
