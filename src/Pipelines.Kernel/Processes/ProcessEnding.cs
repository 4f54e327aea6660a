using System.Globalization;
using Pipelines.Reporting;

namespace Pipelines.Processes;

/// <summary>How a program that failed ended, for people, with the end of what it said.</summary>
public static class ProcessEnding
{
    /// <param name="result">Of a program that did not succeed.</param>
    /// <param name="limit">Its time limit.</param>
    public static string Of(ProcessResult result, TimeSpan limit) => (result.TimedOut, result.Output.Trim()) switch
    {
        (true, _) => $"was killed after {Durations.Format(limit)}.",
        (_, "") => string.Create(CultureInfo.InvariantCulture, $"ended with status {result.ExitCode}."),
        (_, var output) => string.Create(CultureInfo.InvariantCulture, $"ended with status {result.ExitCode}: {output}"),
    };
}
