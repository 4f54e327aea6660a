namespace Pipelines.Releases;

/// <summary>A part and the pack it is in.</summary>
internal sealed record BlobPart(string Pack, PackPart Part);
