using System.Diagnostics;

namespace Pipelines.AcceptanceTests.GitLab;

/// <summary>A program that ran to its end.</summary>
/// <param name="Status">Its exit status.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
internal sealed record Ran(int Status, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public string All => $"{Output}{Errors}";

    /// <param name="line">Program and arguments.</param>
    /// <param name="directory">Where it runs.</param>
    /// <param name="environment">Its whole environment; null to inherit ours.</param>
    public static async Task<Ran> ToEndAsync(IReadOnlyList<string> line, string directory, IReadOnlyDictionary<string, string>? environment = null)
    {
        var info = new ProcessStartInfo(line[0], line.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory };
        if (environment is not null)
        {
            info.Environment.Clear();
            foreach (var (name, value) in environment)
            {
                info.Environment[name] = value;
            }
        }

        using var process = Process.Start(info)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync(new CancellationTokenSource(Limit).Token);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        return new Ran(process.ExitCode, await output, await errors);
    }

    /// <summary>Fails the test unless it ended so.</summary>
    public Ran Ended(int status)
    {
        Assert.True(Status == status, $"ended with {Status}, expected {status}:\n{All}");
        return this;
    }

    /// <summary>Fails the test unless its output says each of these.</summary>
    public Ran Says(params IEnumerable<string> texts)
    {
        Assert.All(texts, text => Assert.Contains(text, All, StringComparison.Ordinal));
        return this;
    }
}
