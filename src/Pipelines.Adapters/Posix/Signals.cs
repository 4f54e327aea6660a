using System.Runtime.InteropServices;

namespace Pipelines.Adapters.Posix;

/// <summary>Signals to processes, by kill(2).</summary>
internal static partial class Signals
{
    public const int Terminate = 15;
    public const int Kill = 9;

    /// <summary>Sends to every process in the group; does nothing if there is none.</summary>
    public static void SendToGroup(int group, int signal) => Send(-group, signal);

    /// <summary>Sends to one process; does nothing if there is none, or it belongs to someone else.</summary>
    public static void SendTo(int process, int signal) => Send(process, signal);

    /// <summary>True if a process has this id, even if it belongs to someone else.</summary>
    public static bool Exists(int process) => Send(process, 0) == 0 || Marshal.GetLastPInvokeError() != Errno.NoProcess;

    /// <summary>kill(2).</summary>
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Send(int process, int signal);
}
