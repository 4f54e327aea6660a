using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Setup;

/// <summary>Deployments that stay at a hook until they are let go on.</summary>
internal static class Holding
{
    /// <summary>Starts a deployment and waits until it has reached a hook.</summary>
    /// <param name="site">Where; its configuration runs <c>hook.pl</c> at the point.</param>
    /// <param name="point">Such as <c>before-switch</c>.</param>
    /// <param name="build">What is deployed.</param>
    /// <param name="more">Further arguments.</param>
    public static async Task<Command> DeployAsync(Site site, string point, string build, params string[] more)
    {
        await File.WriteAllTextAsync(site[$"live/hold-{point}"], "");
        var deployer = site.Start(["deploy", "--path", build, .. more]);
        await Eventually.TrueAsync(() => File.Exists(site[$"live/hold-{point}.reached"]) || deployer.HasEnded, $"the hook {point}");
        Assert.False(deployer.HasEnded);
        return deployer;
    }

    public static void LetGo(Site site, string point) => File.Delete(site[$"live/hold-{point}"]);
}
