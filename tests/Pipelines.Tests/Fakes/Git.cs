using System.Diagnostics;

namespace Pipelines.Tests.Fakes;

/// <summary>The real git.</summary>
internal static class Git
{
    /// <summary>Runs a command that has to succeed; what it printed.</summary>
    public static async Task<string> RunAsync(string directory, params IEnumerable<string> words)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", directory, .. words]) { RedirectStandardOutput = true })!;
        var output = await git.StandardOutput.ReadToEndAsync();
        await git.WaitForExitAsync();
        Assert.Equal(0, git.ExitCode);
        return output.Trim();
    }
}
