using Amazon.S3.Model;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>
/// The bytes of a response, exactly as many as announced. A connection that breaks, ends early or stalls is replaced by one that continues
/// where it stopped, in the same version of the object.
/// </summary>
internal sealed class S3Stream(
    GetObjectResponse first, long length, BucketLocation location, string act, TimeProvider clock,
    Func<long, CancellationToken, Task<GetObjectResponse>> reopen)
    : ForwardStream(length)
{
    /// <summary>Number of consecutive failures, without a byte in between, after which it gives up.</summary>
    private const int MostFailures = 6;

    private GetObjectResponse _answer = first;
    private int _failures;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (At < Length && buffer.Length > 0)
        {
            try
            {
                var wanted = (int)Math.Min(buffer.Length, Length - At);
                var read = await ReadSomeAsync(buffer[..wanted], cancellationToken);
                At += read;
                _failures = 0;
                return read;
            }
            catch (Exception e) when (S3Fault.Translates(e, cancellationToken))
            {
                await GoOnAsync(e, cancellationToken);
            }
        }

        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _answer.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<int> ReadSomeAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(location.Timeout);
        var read = await _answer.ResponseStream.ReadAsync(buffer, limit.Token);
        return read > 0 ? read : throw new EndOfStreamException($"it ended {Length - At} bytes early");
    }

    private async Task GoOnAsync(Exception broken, CancellationToken cancellation)
    {
        if (++_failures > MostFailures)
        {
            throw S3Fault.From(broken, location, act);
        }

        await Backoff.PauseAsync(_failures, clock, cancellation);
        try
        {
            var answer = await reopen(At, cancellation);
            _answer.Dispose();
            _answer = answer;
        }
        catch (Exception e) when (S3Fault.Translates(e, cancellation))
        {
            throw S3Fault.From(e, location, act);
        }
    }
}
