using System.Diagnostics;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>Runs a program to its end.</summary>
internal static class Program
{
    /// <param name="program">Name or path.</param>
    /// <param name="arguments">Passed as they are; there is no shell.</param>
    /// <param name="variables">Added to this process's own.</param>
    /// <param name="directory">Where it runs; null for here.</param>
    public static Outcome Run(
        string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>>? variables = null,
        string? directory = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = directory ?? Environment.CurrentDirectory,
        };
        foreach (var (name, value) in variables ?? [])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output, error.Result);
    }
}
