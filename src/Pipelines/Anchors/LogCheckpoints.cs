using System.Text.Json;
using Pipelines.Errors;
using Pipelines.History.Events;
using Pipelines.Hosts.Failures;
using Pipelines.Model;
using Pipelines.Signing;
using Pipelines.Stores;

namespace Pipelines.Anchors;

/// <summary>
/// The last signed head of an environment's log, as a DSSE envelope beside it. Whoever may write the store cannot sign another one; only
/// an older one can be put back, together with the older log.
/// </summary>
/// <param name="store">The store of the log.</param>
/// <param name="app">The app.</param>
/// <param name="environment">The environment.</param>
/// <param name="trust">Keys that may have signed it; empty when nobody checks.</param>
/// <param name="signer">What signs it; null when this process has no key.</param>
/// <param name="clock">The clock.</param>
public sealed class LogCheckpoints(
    IStore store, string app, string environment, Func<IReadOnlyList<PublicKey>> trust, Func<ISigner?> signer, TimeProvider clock)
{
    private const string PayloadType = "application/vnd.pipelines.checkpoint+json";
    private const int MostBytes = 20_000;

    /// <summary>Whether anybody checks checkpoints.</summary>
    public bool AreChecked => trust().Count > 0;

    private string Key => $"{app}/checkpoints/{environment}.json";

    private string Where => $"{Key} in {store.Location}";

    /// <summary>The head that a trusted key has signed.</summary>
    /// <returns>The head, or what is wrong with the checkpoint; neither when there is none, or nobody checks.</returns>
    public async Task<(LogHead? Head, Problem? Problem)> ReadAsync(CancellationToken cancellation)
    {
        if (!AreChecked || await store.ReadAsync(Key, MostBytes, cancellation) is not { } bytes)
        {
            return (null, null);
        }

        return Read(bytes) is { } checkpoint && checkpoint.App == app && checkpoint.Environment == environment
            ? (new LogHead(checkpoint.Sequence, checkpoint.Hash), null)
            : (null, new Problem(Where, $"this is not a checkpoint of {app}/{environment} that a key of signing.trust has signed.",
                "Restore it from a backup of the store; --accept-history REASON goes on without it."));
    }

    /// <summary>What is wrong with a log that was read, going by the checkpoint; null when nothing is.</summary>
    public async Task<Problem?> ProblemAsync(EventLog log, CancellationToken cancellation)
    {
        var (head, problem) = await ReadAsync(cancellation);
        return problem ?? (head is null || log.Contains(head) ? null : LostHead.Problem(Where, head));
    }

    /// <summary>Signs a head, where there is a key.</summary>
    /// <exception cref="PipelineException">The key cannot be used, or the store fails.</exception>
    public async Task SignAsync(LogHead head, CancellationToken cancellation)
    {
        if (signer() is not { } key)
        {
            return;
        }

        var checkpoint = new Checkpoint(app, environment, head.Sequence, head.Hash, clock.GetUtcNow());
        var payload = JsonSerializer.SerializeToUtf8Bytes(checkpoint, AnchorsJson.Default.Checkpoint);
        var envelope = await DsseEnvelope.SignAsync(PayloadType, payload, key, cancellation);
        using var content = new MemoryStream(envelope.ToBytes(), writable: false);
        await store.PutAsync(Key, content, PutCondition.Always, cancellation);
    }

    /// <summary>Removes the checkpoint: its log is no longer what is there.</summary>
    public Task RemoveAsync(CancellationToken cancellation) => store.DeleteAsync(Key, cancellation);

    private Checkpoint? Read(byte[] bytes)
    {
        try
        {
            var envelope = DsseEnvelope.Parse(bytes);
            return envelope.PayloadType == PayloadType && trust().Any(envelope.IsSignedBy)
                ? JsonSerializer.Deserialize(envelope.Payload, AnchorsJson.Default.Checkpoint) : null;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }
}
