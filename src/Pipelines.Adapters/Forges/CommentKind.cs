using Pipelines.Configuration.Schema;
using Pipelines.Forges;
using Pipelines.Notifications;
using Pipelines.Steps;

namespace Pipelines.Adapters.Forges;

/// <summary>Comments on the pull or merge request of the commit.</summary>
public sealed class CommentKind(IForges forges) : INotifierKind
{
    private static readonly Key<bool> Comment = Key.Optional("comment",
        "true: keep one comment on the commit's pull or merge request, edited in place.", Shapes.Boolean);

    public Key Choice => Comment;

    public string Usage => "comment: true";

    public bool IsChosen(ConfigRecord entry) => entry.Get(Comment);

    public INotifier Open(ConfigRecord entry, StepContext step) =>
        new CommentNotifier(() => forges.For(step.Get(PlatformInputs.Token)).Requests);
}
