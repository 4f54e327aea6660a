using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Forges;
using Pipelines.History.Events;
using Pipelines.Notifications;
using Pipelines.Steps;

namespace Pipelines.Engine;

/// <summary>Finds who follows the deployments of a step's environment, as configured.</summary>
public sealed class Audiences(Channels channels, IForges forges, EventLogs logs, TimeProvider clock)
{
    /// <exception cref="PipelineException">There is no such environment, or a channel's secret is missing.</exception>
    public Audience Of(StepContext step) => new(
        new DeploymentAnnouncer(new Announcer(channels.Of(step), step.Reporter, clock), logs.Of(step), step.Settings.Get(CoreKeys.Url)),
        new PageKeeper(() => forges.For(step.Get(PlatformInputs.Token)).Pages, step.Settings.Get(CoreKeys.Url), step.Reporter, clock));
}
