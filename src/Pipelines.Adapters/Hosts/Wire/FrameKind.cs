namespace Pipelines.Adapters.Hosts.Wire;

/// <summary>What a frame carries; its first byte.</summary>
internal enum FrameKind : byte
{
    /// <summary>A <see cref="WireMessage"/> in JSON.</summary>
    Message = 1,

    /// <summary>Secrets by name, in JSON. They never travel in a message.</summary>
    Secrets = 2,

    /// <summary>The number of a call, four bytes, and bytes of the object that it reads.</summary>
    Bytes = 3,
}
