using System.Globalization;
using System.Text.Json.Nodes;
using Pipelines.Reporting;
using Pipelines.Views;

namespace Pipelines.History;

/// <summary>One deployment, event by event.</summary>
internal sealed record DeploymentStory(DeploymentRecord Record) : View
{
    public override string Text => string.Concat(Record.Events.Select(logged => string.Create(
        CultureInfo.InvariantCulture,
        $"{Instants.Format(logged.At)}  +{(logged.At - Record.StartedAt).TotalSeconds,7:0.0} s  "
            + $"{Excerpt.Of(DeploymentText.Describe(logged.Event))}\n")));

    public override string Markdown => string.Concat(DeploymentPage.Views(Record).Select(view => view.Markdown));

    public override void AddTo(JsonObject result) => result[DeploymentTable.Name] = new JsonArray(DeploymentTable.Json(Record));
}
