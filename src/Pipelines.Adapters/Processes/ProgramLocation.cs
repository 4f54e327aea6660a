using Pipelines.Errors;
using Pipelines.Processes;

namespace Pipelines.Adapters.Processes;

/// <summary>
/// Finds a program like execvp(3). The framework would first look next to our own binary and in the current directory: a file named
/// <c>git</c> in a checkout must not run instead of git.
/// </summary>
internal static class ProgramLocation
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Full path of the command's program. A name with a slash is relative to the directory in which the command runs.</summary>
    /// <exception cref="PipelineException">Not found, or not executable.</exception>
    public static string Find(ProcessCommand command) =>
        command.FileName.Contains('/', StringComparison.Ordinal) || Path.IsPathRooted(command.FileName)
            ? AtPath(command)
            : OnPath(command);

    private static string AtPath(ProcessCommand command)
    {
        var path = Path.GetFullPath(command.FileName, Path.GetFullPath(command.WorkingDirectory ?? "."));
        return IsExecutable(path) ? path
            : File.Exists(path) ? throw Refused(command, "it is not executable.", $"Run chmod +x {command.FileName}.")
            : throw Refused(command, $"there is no file {path}.", "Check the path.");
    }

    private static string OnPath(ProcessCommand command)
    {
        var path = command.Environment.TryGetValue("PATH", out var own) ? own : Environment.GetEnvironmentVariable("PATH");
        return (path ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.GetFullPath(Path.Combine(directory, command.FileName)))
            .FirstOrDefault(IsExecutable)
            ?? throw Refused(command, "it is not on PATH.", "Install it, or give its full path.");
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0);

    private static PipelineException Refused(ProcessCommand command, string why, string hint) =>
        new($"Cannot run {command.FileName}: {why}", hint);
}
