using Pipelines.Configuration.Schema;

namespace Pipelines.Queue;

/// <summary>Configuration keys for queued deployments.</summary>
public static class QueueKeys
{
    private static readonly Shape<QueueOrder> OrderShape =
        Shapes.Choice(("latest", QueueOrder.Latest), ("fifo", QueueOrder.Fifo), ("none", QueueOrder.None));

    private static readonly Key<QueueOrder> Order = Key.Optional("order", "Which queued deployments run: latest, fifo (all, in order), "
        + "or none, which disables the queue.", OrderShape).Or(QueueOrder.Latest, "latest");

    private static readonly Key<bool> Outdated = Key.Optional(
        "outdated", "What to do with a queued deployment if one that was requested later is already live.",
        Shapes.Choice(("refuse", false), ("deploy", true))).Or(false, "refuse");

    public static Key<QueuePolicy> Queue { get; } = Key.Optional(
        "queue", "Which queued deployments run when the gate opens: latest, fifo (all, in order), or none, which disables the queue.",
        new EitherShape<QueuePolicy>(
        OrderShape.Select(order => new QueuePolicy(order)),
        Shapes.Record("a queue", [Order, Outdated], record => new QueuePolicy(record.Get(Order), record.Get(Outdated)))))
        .Or(new QueuePolicy(QueueOrder.Latest), "latest") with
    {
        Example = """
            app: backend
            calendars:
              office: { zone: Europe/Berlin, open: ["mon-fri 09:00-18:00"] }
            environments:
              production:
                hosts: ["local:"]
                calendar: office
                queue: latest        # what is queued at night with --mode queue goes live at 09:00
              training:
                hosts: ["local:/srv/training"]
                calendar: office
                queue: { order: fifo, outdated: deploy }   # all of them, even if a later one is already live
            """,
    };
}
