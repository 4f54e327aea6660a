using System.Collections.Concurrent;

namespace Pipelines.Tests.Fakes;

/// <summary>
/// Runs asynchronous code on one thread and moves a <see cref="FakeClock"/> to its next timer whenever nothing is left to do:
/// minutes pass at once, and the same way every time.
/// </summary>
internal sealed class VirtualTime : SynchronizationContext
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _ready = new();

    /// <summary>The result of the work. Fails when it waits for something that is not the clock.</summary>
    public static T Run<T>(FakeClock clock, Func<Task<T>> work)
    {
        var before = Current;
        var here = new VirtualTime();
        SetSynchronizationContext(here);
        try
        {
            var task = work();
            while (!task.IsCompleted)
            {
                here.Step(clock);
            }

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public override void Post(SendOrPostCallback d, object? state) => _ready.Enqueue((d, state));

    private void Step(FakeClock clock)
    {
        if (_ready.TryDequeue(out var next))
        {
            next.Callback(next.State);
        }
        else if (clock.NextDue is { } due)
        {
            clock.Advance(due - clock.UtcNow);
        }
        else
        {
            Assert.True(SpinWait.SpinUntil(() => !_ready.IsEmpty || clock.NextDue is not null, TimeSpan.FromSeconds(5)), "Waits for ever.");
        }
    }
}
