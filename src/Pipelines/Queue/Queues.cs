using Pipelines.Engine;
using Pipelines.Gates;
using Pipelines.Packaging;
using Pipelines.Steps;

namespace Pipelines.Queue;

/// <summary>The queue of a step's environment: who reads it, and who works it off.</summary>
public sealed class Queues(Intents intents, ReleaseSources sources, GateKeeper keeper, Deployers deployers, ReviewReminder reminder,
    TimeProvider clock)
{
    internal Intents Intents => intents;

    internal GateKeeper Keeper => keeper;

    internal QueueReader Reader(StepContext step) => new(step, intents, sources, keeper, clock);

    internal QueueWorker Worker(StepContext step) => new(step, Reader(step), intents, deployers.Of(step), reminder, clock);
}
