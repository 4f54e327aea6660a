namespace Pipelines.Adapters.Hosts.Wire;

/// <summary>One frame: its kind, and bytes of that kind.</summary>
internal readonly record struct Frame(FrameKind Kind, ReadOnlyMemory<byte> Payload);
