using System.Diagnostics;
using System.Globalization;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Kills;

/// <summary>
/// Kills a command at an exact system call. What the command starts is let go at its execve(2): services are neither traced nor
/// killed, and outlive it as they would.
/// </summary>
internal static class Strace
{
    /// <summary>The calls by which the program changes what is seen: files appear, names move, services are told to end.</summary>
    private const string Changes = "link,linkat,rename,renameat,renameat2,unlink,unlinkat,kill";

    /// <summary>Kills the command right after its n-th change.</summary>
    /// <param name="n">From 1.</param>
    /// <param name="hold">How long each change is held before it returns: time to kill the process right behind it.</param>
    public static async Task<Death> KillAfterAsync(int n, TimeSpan hold, Site site, IReadOnlyList<string> line)
    {
        var log = site["strace.log"];
        await File.WriteAllTextAsync(log, "");
        var delay = string.Create(CultureInfo.InvariantCulture, $"delay_exit={hold.TotalMicroseconds:0}");
        using var traced = Start(site, ["-o", log, "-e", $"trace={Changes}", "-e", $"inject={Changes}:{delay}"], line);
        while (!traced.HasEnded && Made(log) < n)
        {
            await Task.Delay(1);
        }

        KillTraced(traced);
        var outcome = await traced.EndAsync();
        return new Death(Unkilled(outcome), IsExact: Made(log) == n);
    }

    /// <summary>Kills the command when it is about to create this file by link(2), which then never happens.</summary>
    public static async Task<Death> KillBeforeLinkAsync(string path, Site site, IReadOnlyList<string> line)
    {
        using var traced =
            Start(site, ["-o", "/dev/null", "-P", path, "-e", "trace=link,linkat", "-e", "inject=link,linkat:signal=SIGKILL"], line);
        return new Death(Unkilled(await traced.EndAsync()), IsExact: true);
    }

    private static Outcome? Unkilled(Outcome outcome) => outcome.ExitCode == 137 ? null : outcome;

    /// <summary>How many changes the log tells of.</summary>
    private static int Made(string log)
    {
        using var reader = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n').Count(entry => entry.EndsWith("(DELAYED)", StringComparison.Ordinal));
    }

    private static Command Start(Site site, IReadOnlyList<string> options, IReadOnlyList<string> line) =>
        Command.Start(["strace", "-f", "--detach-on=execve", "--quiet=all", .. options, SourceTree.Binary, .. line],
            CommandLine.Environment(), site.Path);

    private static void KillTraced(Command strace)
    {
        var id = strace.Id.ToString(CultureInfo.InvariantCulture);
        try
        {
            using var process =
                Process.GetProcessById(int.Parse(File.ReadAllText($"/proc/{id}/task/{id}/children"), CultureInfo.InvariantCulture));
            process.Kill();
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException)
        {
            return; // it has come to its end
        }
    }
}
