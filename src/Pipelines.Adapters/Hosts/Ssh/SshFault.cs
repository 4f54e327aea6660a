using Pipelines.Errors;
using Pipelines.Hosts.Failures;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Ssh;

/// <summary>What the end of an ssh means.</summary>
/// <param name="name">The host.</param>
/// <param name="address">Its address.</param>
/// <param name="settings">How it is connected to.</param>
internal sealed class SshFault(string name, SshAddress address, SshSettings settings)
{
    /// <summary>The status of ssh itself, not of the command.</summary>
    private const int OfSsh = 255;

    private const int NotExecutable = 126;
    private const int NotFound = 127;

    private static readonly string[] s_unreachable =
    [
        "Connection refused", "Connection timed out", "Operation timed out", "No route to host", "Network is unreachable",
        "Could not resolve hostname", "Connection reset by peer", "Host is down", "Name or service not known", "Connection closed by",
        "kex_exchange_identification",
    ];

    private string Port => address.Port is { } port ? $" -p {port}" : "";

    /// <summary>Why a connection was not made, or the engine did not start.</summary>
    public PipelineException OnConnect(int status, string errors)
    {
        var said = Last(errors);
        return status switch
        {
            OfSsh when Has(errors, "REMOTE HOST IDENTIFICATION HAS CHANGED") => new(
                $"{name}: the host shows another key than before: either it was set up anew, or somebody is between you and it. "
                    + "Nothing was sent.",
                $"Find out why. If the new key is right, replace the old one in {settings.KnownHostsName} (ssh-keyscan{Port} "
                    + $"{address.Host}), or without that setting in your known_hosts file."),
            OfSsh when Has(errors, "Host key verification failed") || Has(errors, "host key is known for") => new(
                $"{name}: the key that the host shows is not in {settings.KnownHostsName}. Nothing was sent.",
                $"Compare it with the host's own, and add it: ssh-keyscan{Port} {address.Host}."),
            OfSsh when Has(errors, "Permission denied") || Has(errors, "Too many authentication failures") => new(
                $"{name}: the host does not accept {address.User ?? "the user"}: {said}",
                $"Check that this user exists there, and that the public key of {settings.KeyName} is in its ~/.ssh/authorized_keys."),
            OfSsh when s_unreachable.Any(sign => Has(errors, sign)) => new HostUnreachableException(
                $"{name}: the host cannot be reached: {said}",
                $"Check the address, the port, firewalls, and that sshd runs; `ssh{Port} {address.Host}` has to work from here."),
            NotExecutable or NotFound => new(
                $"{name}: the program that was sent does not run there: {said}",
                "It needs a Linux with glibc, such as Debian or Fedora, and a home directory that is not mounted with noexec."),
            _ => new($"{name}: the engine does not start there (status {status}): {said}",
                $"`ssh{Port} {address.Host} true` has to work from here, and print nothing."),
        };
    }

    /// <summary>It did not answer in time.</summary>
    public PipelineException OnSilence(string errors) => errors.Trim().Length > 0 && OnConnect(OfSsh, errors) is var known
        ? known
        : new HostUnreachableException($"{name}: the host cannot be reached: it does not answer.",
            $"Check the address, the port, firewalls, and that sshd runs; `ssh{Port} {address.Host}` has to work from here.");

    /// <summary>The program could not be put there.</summary>
    public PipelineException OnSend(int status, string errors) =>
        status == OfSsh ? OnConnect(status, errors)
        : Has(errors, "No space left") || Has(errors, "quota") ? new(
            $"{name}: there is no space for the program in ~/.cache/pipelines: {Last(errors)}", "Free about 60 MB there.")
        : new($"{name}: the program cannot be put into ~/.cache/pipelines: {Last(errors)}",
            "The user needs a home directory that it can write to, and sha256sum.");

    /// <summary>The stream is not the engine's.</summary>
    /// <param name="found">What was there.</param>
    public PipelineException OnGarbage(string found) => new(
        $"{name}: expected the engine, found \"{Excerpt.Of(found)}\".",
        "Something prints text when the user logs in without a terminal, such as ~/.bashrc or a forced command: "
            + $"`ssh{Port} {address.Host} true` has to print nothing.");

    private static bool Has(string errors, string sign) => errors.Contains(sign, StringComparison.OrdinalIgnoreCase);

    /// <summary>The last line that says something.</summary>
    private static string Last(string errors) => Excerpt.Of(errors.Split('\n').Select(line => line.Trim())
        .LastOrDefault(line => line.Length > 0 && !line.StartsWith("Connection to", StringComparison.Ordinal)) ?? "it said nothing");
}
