using System.Text.Json;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Releases.Manifests;
using Pipelines.Releases.Records;
using Pipelines.Signing;
using Pipelines.Stores;

namespace Pipelines.Releases.Signatures;

/// <summary>
/// Signatures of releases in the store: for each key one envelope, named by the key. What a key signed is the digest of the whole manifest,
/// which holds the digest of every file.
/// </summary>
public sealed class ReleaseSignatures(IStore store, string app)
{
    private const int MaxBytes = 1 << 20;

    private readonly ReleaseKeys _keys = new(AppName.Checked(app));

    /// <summary>Signs a release unless a good signature by this key is there.</summary>
    /// <exception cref="PipelineException">The key cannot be used, or the store fails.</exception>
    public async Task SignAsync(Manifest release, Provenance provenance, ISigner signer, CancellationToken cancellation)
    {
        if (await ProblemAsync(release, signer.Key, cancellation) is null)
        {
            return;
        }

        var envelope = await DsseEnvelope.SignAsync(ReleaseStatement.PayloadType, ReleaseStatement.Write(release, provenance), signer, cancellation);
        using var content = new MemoryStream(envelope.ToBytes(), writable: false);
        await store.PutAsync(_keys.Signature(release.Id, signer.Key.Id), content, PutCondition.Always, cancellation);
    }

    /// <summary>What the signatures of a release say to someone who trusts these keys.</summary>
    public async Task<SignatureState> CheckAsync(Manifest release, IReadOnlyList<PublicKey> trust, CancellationToken cancellation)
    {
        var prefix = _keys.Signature(release.Id, "")[..^".json".Length];
        var signers = await store.ListAsync(prefix, cancellation).Select(key => Path.GetFileNameWithoutExtension(key[prefix.Length..])).ToListAsync(cancellation);
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
        return new SignatureState(null, trust.Count == 0 ? null : string.Join(' ', [.. problems, others.Count == 0 ? "" : $"It is signed by {string.Join(", ", others)}, which signing.trust does not name."]).TrimEnd(), signers);
    }

    /// <summary>Ends here when keys are pinned and none of them signed the release.</summary>
    /// <exception cref="PipelineException">With the reason.</exception>
    public async Task RequireAsync(Manifest release, IReadOnlyList<PublicKey> trust, CancellationToken cancellation)
    {
        if (trust.Count > 0 && (await CheckAsync(release, trust, cancellation)).Problem is { } problem)
        {
            throw new PipelineException(
                $"release {release.Id} is refused, because no key of signing.trust has signed it: {problem} What was live is untouched.",
                "Package it again with signing.key; or, when that was a signature of yours, name its key in signing.trust.");
        }
    }

    /// <summary>Why there is no good signature by a key, as a sentence; null when there is one.</summary>
    private async Task<string?> ProblemAsync(Manifest release, PublicKey key, CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(_keys.Signature(release.Id, key.Id), cancellation) is not { } bytes ? $"There is no signature by {key.Id}."
                : DsseEnvelope.Parse(bytes) is var envelope && (envelope.PayloadType != ReleaseStatement.PayloadType || !envelope.IsSignedBy(key)) ? $"What should be a signature by {key.Id} is not one."
                : ReleaseStatement.Problem(envelope.Payload, release) is { } problem ? $"The signature by {key.Id} is good, but {problem}"
                : null;
        }
        catch (JsonException)
        {
            return $"What should be a signature by {key.Id} cannot be read.";
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
