using Pipelines.Configuration.Schema;
using Pipelines.Errors;
using Pipelines.Steps;

namespace Pipelines.Notifications;

/// <summary>A kind of notification channel: its keys in an entry of <c>notify</c>, and how a channel is made from them.</summary>
public interface INotifierKind
{
    /// <summary>The key that chooses the kind; an entry has it for exactly one kind.</summary>
    Key Choice { get; }

    /// <summary>Further keys, which only this kind has.</summary>
    IReadOnlyList<Key> Options => [];

    /// <summary>The key as it is written to choose the kind.</summary>
    string Usage => Choice.Name;

    /// <summary>Whether an entry chooses the kind.</summary>
    bool IsChosen(ConfigRecord entry) => entry.Has(Choice);

    /// <param name="entry">The entry, which chooses this kind.</param>
    /// <param name="step">Resolves its secrets.</param>
    /// <exception cref="PipelineException">A secret is missing, or its address is no address.</exception>
    INotifier Open(ConfigRecord entry, StepContext step);
}
