using System.ComponentModel;
using System.Diagnostics;
using Pipelines.Errors;
using Pipelines.Processes;

namespace Pipelines.Adapters.Processes;

/// <summary>A program that has our terminal to itself while it runs.</summary>
internal static class TerminalProcess
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="line">Program and arguments.</param>
    /// <param name="environment">Variables besides ours.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <returns>Its exit status.</returns>
    /// <exception cref="PipelineException">It cannot be started.</exception>
    public static async Task<int> RunAsync(IReadOnlyList<string> line, IEnumerable<(string Name, string Value)> environment,
        CancellationToken cancellation)
    {
        var program = ProgramLocation.Find(new ProcessCommand(line[0]));
        var info = new ProcessStartInfo(program, line.Skip(1));
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(info)!;
            try
            {
                await process.WaitForExitAsync(cancellation);
                return process.ExitCode;
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                throw;
            }
        }
        catch (Win32Exception e)
        {
            throw new PipelineException($"cannot run {line[0]}: {e.Message}", inner: e);
        }
    }
}
