using System.Globalization;
using Pipelines.Adapters.Posix;

namespace Pipelines.Adapters.Hosts.Services;

/// <summary>
/// A control group of a service, below ours: no process can leave it by forking, a session of its own or another name. Where a machine lets
/// us have none (a container mostly) there is none.
/// </summary>
/// <param name="recordFile">Where its path is recorded, before anything is started in it.</param>
/// <param name="name">Its name.</param>
internal sealed class ServiceCgroup(string recordFile, string name)
{
    private const string Processes = "cgroup.procs";
    private const string Mount = "/sys/fs/cgroup";

    /// <summary>The hierarchies of version 1 in which a process can be put without limiting it.</summary>
    private static readonly string[] Hierarchies = ["name=systemd", "freezer", "pids"];

    /// <summary>Creates and records it. The file to which a process writes its id to enter it; null where there can be none.</summary>
    public string? Create()
    {
        foreach (var parent in Parents())
        {
            var path = Path.Combine(parent, name);
            try
            {
                Directory.CreateDirectory(path);
                if (File.Exists(Path.Combine(path, Processes)))
                {
                    AtomicFiles.Write(recordFile, System.Text.Encoding.UTF8.GetBytes(path));
                    return Path.Combine(path, Processes);
                }

                Directory.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // read-only, or not ours to divide: the next one
            }
        }

        return null;
    }

    /// <summary>Ids of the processes in the one that was recorded.</summary>
    public IReadOnlySet<int> Members()
    {
        try
        {
            return Recorded is not { } path ? new HashSet<int>() : Directory
                .EnumerateFiles(path, Processes, SearchOption.AllDirectories).SelectMany(File.ReadLines)
                .Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToHashSet();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new HashSet<int>(); // it is gone, or was one of another boot
        }
    }

    /// <summary>Removes it, empty as it is.</summary>
    public void Remove()
    {
        try
        {
            if (Recorded is { } path)
            {
                Directory.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the service divided it further, or the kernel still counts a process that has ended: the next start takes it again
        }

        File.Delete(recordFile);
    }

    /// <summary>The one that was recorded, if it is still there and is one of ours.</summary>
    private string? Recorded => File.Exists(recordFile) && File.ReadAllText(recordFile) is var path && Path.GetFileName(path) == name
        && path.StartsWith(Mount + '/', StringComparison.Ordinal) && Directory.Exists(path) ? path : null;

    /// <summary>Where ours are: version 2, also where it is beside version 1; then version 1.</summary>
    private static IEnumerable<string> Parents()
    {
        var own = (File.Exists("/proc/self/cgroup") ? File.ReadAllLines("/proc/self/cgroup") : [])
            .Select(line => line.Split(':', 3)).Where(fields => fields.Length == 3).ToList();
        foreach (var path in own.Where(fields => fields[1].Length == 0).Select(fields => fields[2].TrimStart('/')))
        {
            yield return Path.Combine(File.Exists($"{Mount}/{Processes}") ? Mount : $"{Mount}/unified", path);
        }

        foreach (var hierarchy in Hierarchies)
        {
            foreach (var path in own.Where(fields => fields[1].Split(',').Contains(hierarchy)).Select(fields => fields[2].TrimStart('/')))
            {
                yield return Path.Combine(Mount, hierarchy.Replace("name=", "", StringComparison.Ordinal), path);
            }
        }
    }
}
