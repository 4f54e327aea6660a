using System.Buffers;

namespace Pipelines.Releases.Files;

/// <summary>Buffers for parts. The shared pool would keep some for every thread that ever used one, and memory is limited here.</summary>
internal static class PartBuffers
{
    public static ArrayPool<byte> Pool { get; } = ArrayPool<byte>.Create(maxArrayLength: 4 << 20, maxArraysPerBucket: 4);
}
