using System.Security.Cryptography;
using System.Text;

namespace Pipelines.Adapters.Hosts.Services;

/// <summary>Where a service is recorded that we start ourselves, and how its processes are known.</summary>
/// <param name="Mark">Value of the variable that its processes carry: its root and slot.</param>
/// <param name="ProcessFile">Where the process that was started is recorded.</param>
/// <param name="LogFile">Where its output goes.</param>
internal sealed record ServicePlace(string Mark, string ProcessFile, string LogFile)
{
    /// <summary>The variable that its processes carry.</summary>
    public const string Variable = "PIPELINES_SERVICE";

    /// <summary>Where its control group is recorded.</summary>
    public string CgroupFile => ProcessFile + ".cgroup";

    /// <summary>There while a process that ends is to be started again.</summary>
    public string KeepFile => ProcessFile + ".keep";

    /// <summary>How often that has happened.</summary>
    public string RestartsFile => ProcessFile + ".restarts";

    /// <summary>A name of its own on this machine, without slashes.</summary>
    public string Name => $"pipelines-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Mark)))[..16]}";
}
