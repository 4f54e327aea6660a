using System.Diagnostics;

namespace Pipelines.Cli.CommandLine;

/// <summary>What is printed about an exception that nothing expected.</summary>
internal static class BugReport
{
    /// <summary>
    /// The stack traces. A native program knows no line numbers: it adds the addresses of the frames, from which addr2line tells them,
    /// given the debug file of the release.
    /// </summary>
    public static string Of(Exception exception)
    {
        var addresses = Causes(exception).SelectMany(Addresses).ToList();
        var lines = addresses.Count == 0 ? "" : $"\n   frames: {string.Join(' ', addresses.Select(address => $"0x{address:x}"))}";
        return $"this is a bug in pipelines, please report it: {exception}{lines}";
    }

    /// <summary>Innermost first, as the traces are printed.</summary>
    private static IEnumerable<Exception> Causes(Exception exception) =>
        exception.InnerException is { } inner ? Causes(inner).Append(exception) : [exception];

    /// <summary>Of the calls, not of where they return to. Empty if the code is not compiled ahead of time.</summary>
    private static IEnumerable<nint> Addresses(Exception exception) =>
        from frame in new StackTrace(exception).GetFrames()
        let address = frame.GetNativeIP()
        where address != 0
        select address - 1; // the file says where it is loaded
}
