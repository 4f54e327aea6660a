using Pipelines.Configuration.Schema;

namespace Pipelines.Queue;

/// <summary>Keys of the configuration file about deployments that wait.</summary>
public static class QueueKeys
{
    private static readonly Shape<QueueOrder> OrderShape = Shapes.Choice(("latest", QueueOrder.Latest), ("fifo", QueueOrder.Fifo), ("none", QueueOrder.None));

    private static readonly Key<QueueOrder> Order = Key.Optional("order", "Which are made: latest, fifo (all, in order), or none: none may wait.", OrderShape).Or(QueueOrder.Latest, "latest");

    private static readonly Key<bool> Outdated = Key.Optional(
        "outdated", "What becomes of one when a deployment that was asked for later went live before it.", Shapes.Choice(("refuse", false), ("deploy", true))).Or(false, "refuse");

    public static Key<QueuePolicy> Queue { get; } = Key.Optional(
        "queue", "Which deployments that wait are made when the gate opens: latest, fifo (all, in order), or none: none may wait.", new EitherShape<QueuePolicy>(
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
                queue: latest        # what is asked for at night with --mode queue goes live at 09:00
              training:
                hosts: ["local:"]
                calendar: office
                queue: { order: fifo, outdated: deploy }   # all of them, even over one that was asked for later and is live
            """,
    };
}
