using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Processes;
using Pipelines.Releases.Trees;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>
/// A directory that waits to be made into the next release, which then costs what changed. Nobody believes what is in it: every file of a
/// release is hashed. So it may be old, half made, or not there.
/// </summary>
internal sealed class SpareRelease(HostLayout layout, IProcessRunner processes)
{
    /// <summary>
    /// A copy that shares the files, made by a process that outlives us, and has nothing of our environment, where secrets are. Its last
    /// act gives it its name. Paths arrive as $1 and on; no value becomes a part of this text.
    /// </summary>
    private const string Copy = """
        env -i PATH="$PATH" setsid nice sh -c 'cp -al -- "$1" "$2" && chmod u+rwx -- "$2" && mv -T -- "$2" "$3"' \
            sh "$@" </dev/null >/dev/null 2>&1 &
        """;

    private static readonly TimeSpan LaunchLimit = TimeSpan.FromSeconds(10);

    /// <summary>Makes it the beginning of a release; nothing when a killed run left one, or there is none to take.</summary>
    /// <param name="directory">Where the release will be.</param>
    public void Take(string directory)
    {
        if (Directory.Exists(layout.Spare) && !Directory.Exists(directory))
        {
            TryMove(layout.Spare, directory);
        }
    }

    /// <summary>Keeps a release that has expired: to remove it costs more. A second one is removed. Nothing when there is none.</summary>
    public void Keep(string directory)
    {
        if (!Directory.Exists(directory) || Exists || !TryMove(directory, layout.Spare))
        {
            ReleaseTree.Delete(directory);
        }
    }

    /// <summary>Sees to it that there will be one soon, and waits for nothing. Where files cannot be shared there is none until a release
    /// expires.</summary>
    /// <param name="directory">A release that the next one will resemble.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task MakeAsync(string directory, CancellationToken cancellation)
    {
        if (!RemoveHalfMade() || Exists)
        {
            return;
        }

        try
        {
            var copy =
                new ProcessCommand("sh", "-c", Copy, "sh", directory, $"{layout.HalfSpare}{Guid.NewGuid():n}",
                    layout.Spare) { WorkingDirectory = layout.Control, TimeLimit = LaunchLimit };
            await processes.RunAsync(copy, onLine: null, cancellation);
        }
        catch (PipelineException)
        {
            return; // a machine without a shell
        }
    }

    private bool Exists => Directory.Exists(layout.Spare) || File.Exists(layout.Spare);

    /// <summary>Removes what killed copies left; false when one is still being made.</summary>
    private bool RemoveHalfMade()
    {
        try
        {
            foreach (var half in Directory.EnumerateDirectories(layout.Control, $"{Path.GetFileName(layout.HalfSpare)}*").ToList())
            {
                ReleaseTree.Delete(half);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Moves a release's directory by one rename(2); false where that cannot be, such as between file systems.</summary>
    private static bool TryMove(string from, string to)
    {
        if (new DirectoryInfo(from).LinkTarget is not null)
        {
            return false;
        }

        File.SetUnixFileMode(from, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute); // its ".." changes
        return Libc.Rename(from, to) == 0;
    }
}
