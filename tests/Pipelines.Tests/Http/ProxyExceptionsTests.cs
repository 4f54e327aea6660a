using System.Net;
using Pipelines.Adapters.Http;

namespace Pipelines.Tests.Http;

/// <summary>NO_PROXY with networks, for every HTTP client.</summary>
public sealed class ProxyExceptionsTests
{
    private static readonly WebProxy s_proxy = new("http://proxy.example.test:3128", BypassOnLocal: false, ["known"]);

    [Theory]
    [InlineData("10.0.0.0/8", "http://10.1.2.3/", true)]
    [InlineData("10.9.9.9/8", "http://10.1.2.3/", true)]
    [InlineData("10.0.0.0/8", "http://11.1.2.3/", false)]
    [InlineData("example.test, 192.168.0.0/16", "https://192.168.7.7:9000/x", true)]
    [InlineData("10.0.0.0/8 172.16.0.0/12", "http://172.31.255.255/", true)]
    [InlineData("172.16.0.0/12", "http://172.32.0.0/", false)]
    [InlineData("0.0.0.0/0", "http://8.8.8.8/", true)]
    [InlineData("10.0.0.1/32", "http://10.0.0.1/", true)]
    [InlineData("10.0.0.1/32", "http://10.0.0.2/", false)]
    [InlineData("fd00::/8", "http://[fd12::1]/", true)]
    [InlineData("[fd00::]/8", "http://[fe80::1]/", false)]
    [InlineData("10.0.0.0/8", "http://[::ffff:10.1.2.3]/", true)]
    [InlineData("10.0.0.0/33,10.0.0.0/-1,10.0.0.0/,/8,x/8", "http://10.1.2.3/", false)]
    [InlineData("10.0.0.0/8", "http://ten.example.test/", false)]
    [InlineData("10.0.0.0/8", "http://known/", true)]
    [InlineData(null, "http://10.1.2.3/", false)]
    public void AnAddressInANetworkIsReachedDirectly(string? exceptions, string address, bool isDirect)
    {
        var rules = new ProxyExceptions(s_proxy, exceptions);
        Assert.Equal(isDirect, rules.IsBypassed(new Uri(address)));
        Assert.Equal(isDirect ? null : s_proxy.Address, rules.GetProxy(new Uri(address)));
    }
}
