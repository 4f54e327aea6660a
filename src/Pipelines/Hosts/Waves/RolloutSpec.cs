using System.Security.Cryptography;
using System.Text;

namespace Pipelines.Hosts.Waves;

/// <summary>How a release goes through the hosts of an environment.</summary>
/// <param name="Waves">How many hosts go live side by side, wave by wave; the last one repeats until every host had its turn.</param>
/// <param name="Order">Who goes first.</param>
/// <param name="MaxFailed">How many hosts may fail without ending the deployment; the first wave may not.</param>
/// <param name="MaxUnreachable">How many hosts may be out of reach without ending the deployment.</param>
public sealed record RolloutSpec(IReadOnlyList<Share> Waves, WaveOrder Order, Share MaxFailed, Share MaxUnreachable)
{
    private static readonly Share One = new(1, IsPercent: false);
    private static readonly Share None = new(0, IsPercent: false);

    /// <summary>One host after the other, and none may fail.</summary>
    public static RolloutSpec OneByOne { get; } = new([One], WaveOrder.Listed, None, None);

    /// <summary>Waves of one size, after a single host that shows whether the release works.</summary>
    public static IReadOnlyList<Share> AfterOne(Share size) => [One, size];

    /// <summary>The waves of a deployment; none without hosts.</summary>
    /// <param name="hosts">Names, in the order of the configuration file.</param>
    /// <param name="deployment">Its id: the same deployment always has the same waves.</param>
    public IReadOnlyList<IReadOnlyList<string>> Of(IReadOnlyList<string> hosts, string deployment)
    {
        var ordered = InOrder(hosts, deployment);
        var waves = new List<IReadOnlyList<string>>();
        for (var taken = 0; taken < ordered.Count; taken += waves[^1].Count)
        {
            var size = Waves[Math.Min(waves.Count, Waves.Count - 1)].Of(ordered.Count);
            waves.Add([.. ordered.Skip(taken).Take(Math.Max(1, size))]);
        }

        return waves;
    }

    private IReadOnlyList<string> InOrder(IReadOnlyList<string> hosts, string deployment) => Order switch
    {
        WaveOrder.Reversed => [.. hosts.Reverse()],
        WaveOrder.Shuffled => [.. hosts.OrderBy(host => Rank(host, deployment), StringComparer.Ordinal)],
        _ => hosts,
    };

    private static string Rank(string host, string deployment) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{deployment}\n{host}")));
}
