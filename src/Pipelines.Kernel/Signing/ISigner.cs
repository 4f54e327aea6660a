namespace Pipelines.Signing;

/// <summary>Creates signatures with one key.</summary>
public interface ISigner
{
    /// <summary>The public key.</summary>
    PublicKey Key { get; }

    /// <summary>A signature in DER (RFC 3279) over the SHA-256 of a message.</summary>
    /// <exception cref="Errors.PipelineException">The key cannot be used.</exception>
    Task<byte[]> SignAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation);
}
