using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Pipelines.Errors;

namespace Pipelines.Adapters.Hosts.Ssh;

/// <summary>The program that is sent to hosts: this one.</summary>
/// <param name="path">Where it is.</param>
internal sealed class EngineProgram(string path)
{
    /// <summary>The file that runs, even when another was put in its place meanwhile.</summary>
    private const string Running = "/proc/self/exe";

    private readonly Lazy<string> _digest = new(() =>
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    });

    /// <summary>SHA-256, 64 hex digits.</summary>
    public string Digest => _digest.Value;

    /// <summary>This very program.</summary>
    public static EngineProgram Own => new(File.Exists(Running) ? Running : Environment.ProcessPath!);

    public Stream Open() => File.OpenRead(path);

    /// <summary>Makes sure that it runs on a machine, before anything is sent there.</summary>
    /// <param name="host">The host, for messages.</param>
    /// <param name="system">What <c>uname -s</c> says there.</param>
    /// <param name="machine">What <c>uname -m</c> says there.</param>
    /// <exception cref="PipelineException">It does not.</exception>
    public static void RequireRunsOn(string host, string system, string machine)
    {
        var own = (OperatingSystem.IsLinux() ? "Linux" : OperatingSystem.IsMacOS() ? "Darwin" : "Windows",
            RuntimeInformation.OSArchitecture switch
            {
                Architecture.X64 => "x86_64",
                Architecture.Arm64 => "aarch64",
                var other => $"{other}",
            });
        var theirs = (system, machine switch
        {
            "amd64" => "x86_64",
            "arm64" => "aarch64",
            _ => machine,
        });
        if (own != theirs)
        {
            throw new PipelineException(
                $"{host}: this program is for {own.Item1} {own.Item2}, and the host is {theirs.Item1} {theirs.Item2}. Nothing was sent.",
                $"Deploy from a runner with the same system and processor as the host: {theirs.Item1} {theirs.Item2}.");
        }
    }
}
