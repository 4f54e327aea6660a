using System.Globalization;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Kills;

/// <summary>Two slots: whoever follows the link finds a whole release at any moment.</summary>
public sealed class BlueGreenKillTests : KillTests
{
    private protected override bool MayBeDown => false;

    private protected override Site NewSite() => new(Configs.BlueGreen(Configs.LinkToPort, Hook));

    private protected override Task<Answer?> ServedAsync(Site site) =>
        Web.AskAsync(int.Parse(new DirectoryInfo(site["live-port"]).LinkTarget!, CultureInfo.InvariantCulture));
}
