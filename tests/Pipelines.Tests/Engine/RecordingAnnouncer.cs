using Pipelines.Engine;
using Pipelines.History;

namespace Pipelines.Tests.Engine;

/// <summary>Remembers what people were told.</summary>
internal sealed class RecordingAnnouncer : IAnnouncer
{
    public List<(string Deployment, string Outcome)> Told { get; } = [];

    /// <summary>When the channels have received it.</summary>
    public Task Sending { get; set; } = Task.CompletedTask;

    public Task TellAsync(DeployRequest request, DeploymentRecord record, CancellationToken cancellation)
    {
        Told.Add((record.Id, DeploymentText.Outcome(record)));
        return Sending;
    }
}
