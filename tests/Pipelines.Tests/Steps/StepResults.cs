using System.Text.Json.Nodes;
using Pipelines.Steps;
using Pipelines.Views;

namespace Pipelines.Tests.Steps;

/// <summary>What people and programs see of a result.</summary>
internal static class StepResults
{
    public static string Text(this StepResult result) => string.Concat(result.Views.Select(view => view.Text));

    public static JsonObject Members(this StepResult result)
    {
        var json = new JsonObject(result.Details.Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        foreach (var view in result.Views)
        {
            view.AddTo(json);
        }

        return json;
    }
}
