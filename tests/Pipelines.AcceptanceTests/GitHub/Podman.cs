using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>Podman with the runtime that works on every machine here, as root as GitHub's runner has its Docker.</summary>
internal static class Podman
{
    public static Outcome Run(IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>>? variables = null)
    {
        var all = new Dictionary<string, string>(variables ?? [])
        {
            ["CONTAINERS_CONF"] = SourceTree.At("tests/host-image/containers.conf"),
            ["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin",
        };
        return Environment.IsPrivilegedProcess
            ? Program.Run("podman", arguments, all)
            : Program.Run("sudo", ["--non-interactive", "--preserve-env", "env", $"PATH={all["PATH"]}", "podman", .. arguments], all);
    }

    /// <summary>Runs a program on this machine as root, for what containers left behind.</summary>
    public static Outcome AsRoot(string program, params IEnumerable<string> arguments) =>
        Environment.IsPrivilegedProcess
            ? Program.Run(program, arguments) : Program.Run("sudo", ["--non-interactive", program, .. arguments]);
}
