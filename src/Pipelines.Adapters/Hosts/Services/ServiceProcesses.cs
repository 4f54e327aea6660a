using System.Text;
using Pipelines.Adapters.Posix;

namespace Pipelines.Adapters.Hosts.Services;

/// <summary>
/// Every process of a service, whether it is still the child of the one that we started or not: those in its control group, those in the
/// session that we began, those that carry its mark in their environment, and what descends from any of them. The mark follows from the
/// place of the service alone, so that a process is found that a killed deployer started and did not record.
/// </summary>
/// <param name="mark">The variable with its value.</param>
/// <param name="processFile">Record of the process that was started.</param>
/// <param name="cgroup">Its control group.</param>
internal sealed class ServiceProcesses(string mark, string processFile, ServiceCgroup cgroup)
{
    private const int LongestEnvironment = 4 << 20;
    private static readonly string? Namespace = NamespaceOf("self");

    /// <summary>Those that have not ended. Where a service deploys itself, neither ourselves nor what stands between it and us.</summary>
    public IReadOnlyList<ProcessStat> Find()
    {
        var all = ProcessStat.All();
        var byId = all.ToDictionary(process => process.ProcessId);
        var (members, session) = (cgroup.Members(), Session());
        var spared = Ancestors(byId, until: session);
        var found = all.Where(process => !spared.Contains(process.ProcessId)
            && (members.Contains(process.ProcessId) || process.Session == session || IsMarked(process.ProcessId)))
            .ToDictionary(process => process.ProcessId);
        for (var more = true; more;)
        {
            more = false;
            foreach (var process in all.Where(process => found.ContainsKey(process.Parent) && !spared.Contains(process.ProcessId)))
            {
                more |= found.TryAdd(process.ProcessId, process);
            }
        }

        return [.. found.Values];
    }

    /// <summary>The session that was recorded; null when there is none, or its id means something else now. An older record does not say on
    /// which machine: then only the process itself counts.</summary>
    private int? Session() => ProcessStat.Read(processFile) is { IsReused: false } recorded && (recorded.IsAlive || IsOfThisMachine())
        ? recorded.ProcessId : null;

    private bool IsOfThisMachine() => HolderProbe.Machine() is { } machine
        && string.Join('/', File.ReadAllLines(processFile).Skip(1).Take(2)) == machine;

    private static HashSet<int> Ancestors(Dictionary<int, ProcessStat> byId, int? until)
    {
        var ancestors = new HashSet<int>();
        for (var id = Environment.ProcessId; id > 0 && id != until && ancestors.Add(id);)
        {
            id = byId.TryGetValue(id, out var process) ? process.Parent : 0;
        }

        return ancestors;
    }

    /// <summary>Process ids and paths of another container mean nothing here.</summary>
    private bool IsMarked(int process) =>
        Variables(process).Contains(mark, StringComparer.Ordinal) && NamespaceOf($"{process}") == Namespace;

    private static string[] Variables(int process)
    {
        try
        {
            using var file = File.OpenRead($"/proc/{process}/environ");
            using var content = new MemoryStream();
            var buffer = new byte[64 << 10];
            for (int read; content.Length < LongestEnvironment && (read = file.Read(buffer)) > 0;)
            {
                content.Write(buffer, 0, read);
            }

            return Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length).Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // it has ended, or belongs to someone else
        }
    }

    private static string? NamespaceOf(string process)
    {
        try
        {
            return new FileInfo($"/proc/{process}/ns/pid").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
