using Pipelines.Configuration.Schema;

namespace Pipelines.Hosts.Waves;

/// <summary>How a release goes through the hosts of an environment.</summary>
public static class RolloutKeys
{
    private static readonly Shape<Share> Size = Shapes.Scalar("a number of hosts from 1, or a percentage of them such as 25%",
        (string text, out Share value) => Share.TryParse(text, out value) && value.Number > 0);

    private static readonly Shape<Share> Budget = Shapes.Scalar<Share>(Share.Expected, Share.TryParse);

    private static readonly Key<IReadOnlyList<Share>> Waves = Key.Optional("waves",
        "How many hosts go live side by side. One size, such as 5 or 25%: a single host first, then waves of that size. Or a list of "
            + "sizes, of which the last repeats. A wave begins when every host of the one before has passed its health checks.",
        new SizesShape(Size)).Or(RolloutSpec.OneByOne.Waves, "1");

    private static readonly Key<WaveOrder> Order = Key.Optional("order",
        "Who goes first: listed as in hosts, reversed, or shuffled for another order in each deployment.", Shapes.Choice(
        ("listed", WaveOrder.Listed), ("reversed", WaveOrder.Reversed), ("shuffled", WaveOrder.Shuffled))).Or(WaveOrder.Listed, "listed");

    private static readonly Key<Share> MaxFailed = Key.Optional("max-failed",
        "How many hosts may fail after the first wave: each goes back to its previous release and is left out. One more, and every host "
            + "goes back.", Budget).Or(RolloutSpec.OneByOne.MaxFailed, "0");

    private static readonly Key<Share> MaxUnreachable = Key.Optional("max-unreachable",
        "How many hosts may be out of reach: they are left out, and the next deployment brings them to the live release. One more, and "
            + "every host goes back.", Budget).Or(RolloutSpec.OneByOne.MaxUnreachable, "0");

    /// <summary>The section of an environment.</summary>
    public static Key<RolloutSpec> Rollout { get; } = Key.Optional("rollout", "How a release goes through several hosts.",
        Shapes.Record("a rollout", [Waves, Order, MaxFailed, MaxUnreachable], record => new RolloutSpec(
            record.Require(Waves), record.Get(Order), record.Get(MaxFailed), record.Get(MaxUnreachable)))) with
    {
        DefaultText = "one host after the other",
        Example = """
            app: backend
            environments:
              production:
                hosts: ["ssh://web-1.example.com", "ssh://web-2.example.com", "ssh://web-3.example.com", "ssh://web-4.example.com"]
                deploy: { root: /srv/backend }
                rollout:
                  waves: [1, 25%, 50%]   # one host proves the release first, then a quarter, then half of all hosts at a time
                  # waves: 25%           # a single host, then a quarter at a time
                  order: shuffled
                  max-failed: 1
                  max-unreachable: 10%
            """,
    };
}
