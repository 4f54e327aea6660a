using Pipelines.Errors;
using Pipelines.Hosts.Facts;
using Pipelines.Hosts.Services;
using Pipelines.Hosts.Targets;
using Pipelines.Reporting;

namespace Pipelines.Rollouts;

/// <summary>Judges what a host says of itself by what a deployment to it needs.</summary>
internal static class HostCheckup
{
    /// <summary>The program is about half as large.</summary>
    private const long SpaceForProgram = 60L << 20;

    /// <summary>Less is suspicious for any app: a release, the one before and the next one.</summary>
    private const long SpaceForReleases = 500L << 20;

    /// <summary>Looks at a host; one that cannot be looked at is a finding too.</summary>
    public static async Task<IReadOnlyList<HostFinding>> OfAsync(Target target, CancellationToken cancellation)
    {
        try
        {
            return [.. Findings(target, await target.Host.ExamineAsync(cancellation))];
        }
        catch (PipelineException e)
        {
            return [new HostFinding(target.Host.Name, "connection", e.Problems[0].What, e.Problems[0].Hint ?? "See the message.")];
        }
    }

    private static IEnumerable<HostFinding> Findings(Target target, HostFacts facts)
    {
        var (spec, user) = (target.Spec, facts.User ?? "the user");
        yield return Finding("connection", $"as {user}", null);
        yield return Finding("system", $"{facts.System} {facts.Machine}, {facts.LibC ?? "no glibc"}",
            (facts.System, facts.LibC) is ("Linux", not null) ? null : "The program needs a Linux with glibc, such as Debian or Fedora.");
        yield return Finding("program", $"{facts.Home}: {Free(facts.HomeFree)}",
            !facts.CanKeepPrograms ? $"{user} needs a home directory to write to, not mounted with noexec."
            : facts.HomeFree < SpaceForProgram ? $"Free {SpaceForProgram.ForPeople()} there." : null);
        yield return Finding("root", $"{target.Root}: {Free(facts.RootFree)}",
            !facts.HasRoot ? $"As root there: install -d -o {user} -m 0755 {target.Root}"
            : facts.RootFree < SpaceForReleases ? "Free some space there." : null);
        if (spec.Service is ServiceSpec.Process)
        {
            yield return Finding("processes", facts.KillsProcesses ? "end with the connection" : "outlive the connection",
                facts.KillsProcesses ? "Set KillUserProcesses=no in logind.conf there, or run the app under systemd." : null);
        }

        if (spec.Service is ServiceSpec.Systemd)
        {
            yield return Finding("systemd", facts.HasSystemd ? $"runs, and is asked as {user}" : "does not run",
                !facts.HasSystemd ? "Use another deploy.service." : facts.User is "root" || facts.MayAskSystemd ? null
                : "Run pipelines host setup: it allows this user the commands that a deployment needs, through sudo.");
        }

        HostFinding Finding(string what, string detail, string? remedy) => new(target.Host.Name, what, detail, remedy);
    }

    private static string Free(long? bytes) => bytes is { } free ? $"{free.ForPeople()} free" : "free space unknown";
}
