using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Kills;

/// <summary>One slot: the service may be down after a kill, but is never of two releases.</summary>
public sealed class RestartKillTests : KillTests
{
    private protected override bool MayBeDown => true;

    private protected override Site NewSite() => new(Configs.Restart(Hook));

    private protected override Task<Answer?> ServedAsync(Site site) => site.ServedAsync();
}
