using Pipelines.Hosts.Waves;

namespace Pipelines.Tests.Hosts;

/// <summary>Sizes of waves, rounding, order.</summary>
public sealed class RolloutSpecTests
{
    [Theory]
    [InlineData("1", 3, "1 1 1")]
    [InlineData("1 25%", 10, "1 2 2 2 2 1")]
    [InlineData("1 4", 10, "1 4 4 1")]
    [InlineData("1 10% 50%", 50, "1 5 25 19")]
    [InlineData("1 50%", 1, "1")]
    [InlineData("5", 3, "3")]
    [InlineData("100%", 4, "4")]
    [InlineData("1 100%", 4, "1 3")]
    [InlineData("1%", 3, "1 1 1")]
    [InlineData("33%", 3, "1 1 1")]
    [InlineData("34%", 3, "1 1 1")]
    [InlineData("67%", 3, "2 1")]
    [InlineData("1", 0, "")]
    [InlineData("1000000", 2, "2")]
    public void TheLastSizeRepeatsUntilEveryHostHadItsTurn(string sizes, int hosts, string expected)
    {
        var waves = Spec(sizes).Of(Names(hosts), "D");

        Assert.Equal(expected, string.Join(' ', waves.Select(wave => wave.Count)));
        Assert.Equal(Names(hosts), waves.SelectMany(wave => wave));
    }

    [Fact]
    public void AnOrderHasEveryHostOnceAndIsTheSameForADeployment()
    {
        var hosts = Names(20);
        var shuffled = Spec("1") with { Order = WaveOrder.Shuffled };
        var first = shuffled.Of(hosts, "D1").SelectMany(wave => wave).ToList();

        Assert.Equal(hosts.Order(), first.Order());
        Assert.NotEqual(hosts, first);
        Assert.Equal(first, shuffled.Of(hosts, "D1").SelectMany(wave => wave));
        Assert.NotEqual(first, shuffled.Of(hosts, "D2").SelectMany(wave => wave));
        Assert.Equal(hosts.Reverse(), (Spec("1") with { Order = WaveOrder.Reversed }).Of(hosts, "D").SelectMany(wave => wave));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("3", 3)]
    [InlineData("10%", 1)]
    [InlineData("9%", 0)]
    [InlineData("100%", 10)]
    [InlineData("0%", 0)]
    public void APercentageIsRoundedDown(string text, int expected)
    {
        Assert.True(Share.TryParse(text, out var share));
        Assert.Equal(expected, share.Of(10));
        Assert.Equal(text, share.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("101%")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("+1")]
    [InlineData("1 %")]
    [InlineData("99999999999")]
    [InlineData("all")]
    public void AnythingElseIsNoShare(string text) => Assert.False(Share.TryParse(text, out _));

    private static RolloutSpec Spec(string sizes) => RolloutSpec.OneByOne with
    {
        Waves = [.. sizes.Split(' ').Select(size => Share.TryParse(size, out var share) ? share : throw new ArgumentException(size))],
    };

    private static IReadOnlyList<string> Names(int count) => [.. Enumerable.Range(1, count).Select(number => $"web-{number}")];
}
