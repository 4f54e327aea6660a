using System.Collections.Concurrent;
using Pipelines.Configuration.Schema;
using Pipelines.Errors;
using Pipelines.Steps;

namespace Pipelines.Notifications;

/// <summary>The notification channels of environments: the configuration key <c>notify</c>, and what it makes.</summary>
public sealed class Channels
{
    private static readonly Key<IReadOnlyList<NotificationEvent>> On = Key.Optional(
        "on", "Events to send.", Shapes.Some(Shapes.Choice(NotificationEventNames.Choices())));

    private static readonly Key<bool> Required = Key.Optional(
        "required", "true: a channel that cannot be used is an error. By default it is left out, with a warning.", Shapes.Boolean);

    private readonly IReadOnlyList<INotifierKind> _kinds;

    /// <summary>Warnings that this process has given, each once.</summary>
    private readonly ConcurrentDictionary<Problem, bool> _told = new();

    /// <param name="kinds">Every kind of channel there is.</param>
    public Channels(IReadOnlyList<INotifierKind> kinds)
    {
        _kinds = kinds;
        IReadOnlyList<Key> keys = [.. kinds.Select(kind => kind.Choice), .. kinds.SelectMany(kind => kind.Options), On, Required];
        Notify = Key.Optional("notify", "Notification channels.", Shapes.List(new RecordShape<NotifierSpec>("a notifier", keys, Build)))
            .Or([], "none") with
        {
            Example = """
                app: backend
                environments:
                  production:
                    hosts: ["local:"]
                    notify:
                      - discord: env:DISCORD_WEBHOOK_URL
                        on: [blocked, started, succeeded, failed, rolled-back, rollback-failed]   # default: all
                      - webhook: env:HOOK_URL
                        signing-key: env:HOOK_KEY
                        required: true                   # an error if HOOK_URL is not set; by default a warning
                      - comment: true                    # on the commit's pull or merge request; the token needs write access
                """,
        };
    }

    /// <summary>The configuration key.</summary>
    public Key<IReadOnlyList<NotifierSpec>> Notify { get; }

    /// <summary>The channels of the step's environment, in the order of the file. One that cannot be used is left out, and warned
    /// of.</summary>
    /// <exception cref="PipelineException">There is no such environment, or a required channel cannot be used.</exception>
    public IReadOnlyList<NotificationRule> Of(StepContext step) =>
        [.. step.Settings.Require(Notify).Select(spec => Open(spec, step)).OfType<NotificationRule>()];

    private NotificationRule? Open(NotifierSpec spec, StepContext step)
    {
        try
        {
            return new NotificationRule(spec.Kind.Open(spec.Entry, step), spec.Events);
        }
        catch (PipelineException e) when (!spec.Entry.Get(Required))
        {
            foreach (var problem in e.Problems.Where(problem => _told.TryAdd(problem, true)))
            {
                step.Reporter.Warning(problem with { What = $"{problem.What} {spec.Kind.Choice.Name} is not notified." });
            }

            return null;
        }
    }

    private bool Build(ConfigRecord entry, ConfigReading reading, out NotifierSpec value)
    {
        value = null!;
        if (_kinds.Where(kind => kind.IsChosen(entry)).ToList() is not [var chosen])
        {
            return reading.Fail(entry.Path, entry.At, $"expected exactly one of {string.Join(", ", _kinds.Select(kind => kind.Usage))}.");
        }

        value = new NotifierSpec(chosen, entry, entry.Get(On)?.ToHashSet());
        var misplaced = _kinds.Where(kind => kind != chosen).SelectMany(kind => kind.Options.Select(option => (kind, option)))
            .FirstOrDefault(one => entry.Has(one.option));
        return misplaced.kind is null
            || reading.Fail(entry.PathOf(misplaced.option), entry.PositionOf(misplaced.option),
            $"is only for entries with {misplaced.kind.Choice.Name}.");
    }
}
