using System.Diagnostics;
using System.Globalization;

namespace Pipelines.AcceptanceTests.Setup;

/// <summary>Processes of this machine, by the directory in which they run: a test's services run in its own directory.</summary>
internal static class LiveProcesses
{
    public static IReadOnlyList<int> In(string directory) => [.. Ids().Where(id => RunsIn(id, directory))];

    /// <summary>True while the process exists and is more than a zombie.</summary>
    public static bool Exists(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Split(')')[^1].Trim()[0] is not ('Z' or 'X');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The command line of every process.</summary>
    public static IReadOnlyList<string> CommandLines() => [.. Ids().Select(id => Read($"/proc/{id}/cmdline").Replace('\0', ' '))];

    /// <summary>Processes whose command line begins with this.</summary>
    public static IReadOnlyList<int> With(string line) =>
        [.. Ids().Where(id => Read($"/proc/{id}/cmdline").StartsWith(line, StringComparison.Ordinal))];

    /// <summary>The processes that a process has started itself.</summary>
    public static IReadOnlyList<int> ChildrenOf(int parent) => [.. Ids().Where(id =>
        Read($"/proc/{id}/stat").Split(')')[^1].Trim().Split(' ') is [_, var of, ..]
            && of == parent.ToString(CultureInfo.InvariantCulture))];

    public static void KillAllIn(string directory)
    {
        foreach (var id in In(directory))
        {
            Kill(id);
        }
    }

    public static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            process.WaitForExit();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return; // it has just ended by itself
        }
    }

    private static IEnumerable<int> Ids() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0 && id != Environment.ProcessId);

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // it has just ended
        }
    }

    private static bool RunsIn(int id, string directory)
    {
        try
        {
            return Exists(id) && new DirectoryInfo($"/proc/{id}/cwd").LinkTarget is { } at
                && (at + "/").StartsWith(directory + "/", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
