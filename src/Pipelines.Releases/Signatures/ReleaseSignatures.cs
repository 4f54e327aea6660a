using System.Text.Json;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Releases.Manifests;
using Pipelines.Releases.Records;
using Pipelines.Signing;
using Pipelines.Stores;

namespace Pipelines.Releases.Signatures;

/// <summary>
/// Signatures of releases in the store: one envelope per key, named after the key. The signed data is the digest of the manifest, which
/// contains the digest of every file.
/// </summary>
public sealed class ReleaseSignatures(IStore store, string app)
{
    private const int MaxBytes = 1 << 20;

    private readonly ReleaseKeys _keys = new(AppName.Checked(app));

    /// <summary>Signs a release unless there is already a valid signature by this key.</summary>
    /// <exception cref="PipelineException">The key cannot be used, or the store fails.</exception>
    public async Task SignAsync(Manifest release, Provenance provenance, ISigner signer, CancellationToken cancellation)
    {
        if (await ProblemAsync(release, signer.Key, cancellation) is null)
        {
            return;
        }

        var envelope =
            await DsseEnvelope.SignAsync(ReleaseStatement.PayloadType, ReleaseStatement.Write(release, provenance), signer, cancellation);
        using var content = new MemoryStream(envelope.ToBytes(), writable: false);
        await store.PutAsync(_keys.Signature(release.Id, signer.Key.Id), content, PutCondition.Always, cancellation);
    }

    /// <summary>Evaluates a release's signatures for someone who trusts these keys.</summary>
    public async Task<SignatureState> CheckAsync(Manifest release, IReadOnlyList<PublicKey> trust, CancellationToken cancellation)
    {
        var prefix = _keys.Signature(release.Id, "")[..^".json".Length];
        var signers = await store.ListAsync(prefix, cancellation).Select(key => Path.GetFileNameWithoutExtension(key[prefix.Length..]))
            .ToListAsync(cancellation);
        var problems = new List<string>();
        foreach (var key in trust)
        {
            if (await ProblemAsync(release, key, cancellation) is not { } problem)
            {
                return new SignatureState(key, null, signers);
            }

            problems.Add(problem);
        }

        var others = signers.Except(trust.Select(key => key.Id)).ToList();
        return new SignatureState(null, trust.Count == 0 ? null : string.Join(' ', [.. problems,
            others.Count == 0 ? "" : $"It is signed by {string.Join(", ", others)}, which is not in signing.trust."]).TrimEnd(), signers);
    }

    /// <summary>Throws if keys are pinned and none of them signed the release.</summary>
    /// <exception cref="PipelineException">Contains the reason.</exception>
    public async Task RequireAsync(Manifest release, IReadOnlyList<PublicKey> trust, CancellationToken cancellation)
    {
        if (trust.Count > 0 && (await CheckAsync(release, trust, cancellation)).Problem is { } problem)
        {
            throw new PipelineException(
                $"release {release.Id} is rejected, because no key of signing.trust has signed it: {problem} The live release is "
                    + "unchanged.",
                "Package it again with signing.key; or, if the signature is yours, add its key to signing.trust.");
        }
    }

    /// <summary>Why there is no valid signature by a key, as a sentence; null if there is one.</summary>
    private async Task<string?> ProblemAsync(Manifest release, PublicKey key, CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(_keys.Signature(release.Id, key.Id), cancellation) is not { } bytes
                ? $"There is no signature by {key.Id}."
                : DsseEnvelope.Parse(bytes) is var envelope && (envelope.PayloadType != ReleaseStatement.PayloadType
                || !envelope.IsSignedBy(key)) ? $"The object for the signature by {key.Id} is not a signature."
                : ReleaseStatement.Problem(envelope.Payload, release) is { } problem ? $"The signature by {key.Id} is valid, but {problem}"
                : null;
        }
        catch (JsonException)
        {
            return $"The object for the signature by {key.Id} cannot be read.";
        }
    }

    private async Task<byte[]?> ReadAsync(string key, CancellationToken cancellation)
    {
        await using var stored = await store.OpenAsync(key, range: null, cancellation);
        if (stored is null)
        {
            return null;
        }

        if (stored.Length > MaxBytes)
        {
            throw new JsonException("it is too large");
        }

        var bytes = new byte[stored.Length];
        await stored.Content.ReadExactlyAsync(bytes, cancellation);
        return bytes;
    }
}
