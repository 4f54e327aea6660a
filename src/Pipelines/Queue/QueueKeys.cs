using Pipelines.Configuration.Schema;

namespace Pipelines.Queue;

/// <summary>Keys of the configuration file about deployments that wait.</summary>
public static class QueueKeys
{
    public static Key<QueuePolicy> Queue { get; } = Key.Optional(
        "queue", "Which deployments that wait are made when the gate opens: latest, fifo (all, in order), or none: none may wait.",
        Shapes.Choice(("latest", QueuePolicy.Latest), ("fifo", QueuePolicy.Fifo), ("none", QueuePolicy.None))).Or(QueuePolicy.Latest, "latest") with
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
            """,
    };
}
