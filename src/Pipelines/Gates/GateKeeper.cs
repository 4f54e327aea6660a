using System.Globalization;
using NodaTime;
using Pipelines.Reporting;
using Pipelines.Steps;

namespace Pipelines.Gates;

/// <summary>Asks the gate, and waits for it when told to.</summary>
public sealed class GateKeeper(TimeProvider clock)
{
    /// <summary>A sleeping process looks at the clock this often: the machine may have been suspended, or its clock set.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(15);

    /// <summary>Decides for the step's <c>--now</c>, or for the present.</summary>
    /// <param name="step">The inputs.</param>
    /// <param name="stage">The environment.</param>
    /// <param name="mode">Whether to wait.</param>
    /// <param name="type">The deployment type, when the step itself knows it; null means that inputs and trigger tell.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<GateDecision> DecideAsync(StepContext step, string stage, GateMode mode, DeploymentType? type, CancellationToken cancellation)
    {
        var gate = new Gate(GateKeys.Rules(step.Config, stage));
        var started = clock.GetUtcNow();
        var now = step.Get(GateInputs.Now) ?? started;
        var decision = gate.Decide(GateInputs.Request(step, now, type));
        var limit = started + (step.Get(GateInputs.WaitLimit) ?? TimeSpan.Zero);
        while (mode == GateMode.Wait && !decision.ShouldDeploy && decision.NextOpen is { } open && open.ToDateTimeOffset() <= limit)
        {
            await WaitAsync(open, step.Reporter, cancellation);
            decision = gate.Decide(GateInputs.Request(step, clock.GetUtcNow(), type));
        }

        return decision;
    }

    private async Task WaitAsync(Instant open, IReporter reporter, CancellationToken cancellation)
    {
        reporter.Info(string.Create(CultureInfo.InvariantCulture, $"waiting until {Instants.Format(open.ToDateTimeOffset())}."));
        var whole = open.ToDateTimeOffset() - clock.GetUtcNow();
        for (var left = whole; left > TimeSpan.Zero; left = open.ToDateTimeOffset() - clock.GetUtcNow())
        {
            reporter.Progress(new Progress("waiting for the gate", (long)(whole - left).TotalSeconds, (long)whole.TotalSeconds, "seconds"));
            await clock.WaitAsync(left < Look ? left : Look, cancellation);
        }
    }
}
