using System.Globalization;
using System.Text;
using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Ssh;

/// <summary>
/// An ssh-agent of our own with one key, which is nowhere else: it reaches the agent through a pipe. The agent ends with a program that
/// ends with its input, which is ours: so it does not outlive us, however we die.
/// </summary>
internal sealed class SshAgent : IDisposable
{
    private static readonly TimeSpan TimeToStart = TimeSpan.FromSeconds(10);

    private readonly SshProcess _process;

    private readonly int _id;

    private SshAgent(SshProcess process, int id, string socket) => (_process, _id, Socket) = (process, id, socket);

    /// <summary>Path of its socket.</summary>
    public string Socket { get; }

    /// <param name="socket">Path of its socket, in a directory that only we can enter.</param>
    /// <param name="key">The private key.</param>
    /// <param name="where">Where it is configured, for messages.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="PipelineException">OpenSSH is not installed, or the key is not usable.</exception>
    public static async Task<SshAgent> StartAsync(string socket, Secret key, string where, CancellationToken cancellation)
    {
        var process = SshProcess.Start(["ssh-agent", "-a", socket, "sh", "-c", "echo $SSH_AGENT_PID; exec cat"]);
        int? id = null;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(TimeToStart);
            using var started = new StreamReader(process.Output, leaveOpen: true);
            id = int.Parse(await started.ReadLineAsync(limit.Token) ?? "", NumberStyles.None, CultureInfo.InvariantCulture);
            await AddAsync(socket, key, where, cancellation);
            return new SshAgent(process, id.Value, socket);
        }
        catch (Exception e) when (e is FormatException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            process.Kill();
            throw new PipelineException($"ssh-agent does not start: {Excerpt.Of(process.Errors)}");
        }
        catch
        {
            if (id is { } running)
            {
                Signals.Send(running, Signals.Terminate);
            }

            process.Kill();
            throw;
        }
    }

    public void Dispose()
    {
        Signals.Send(_id, Signals.Terminate);
        _process.Kill();
    }

    private static async Task AddAsync(string socket, Secret key, string where, CancellationToken cancellation)
    {
        var text = key.Reveal().ReplaceLineEndings("\n").Trim() + "\n"; // OpenSSH insists on the last line's end
        await using var adding = SshProcess.Start(["ssh-add", "-q", "-"], ("SSH_AUTH_SOCK", socket), ("SSH_ASKPASS_REQUIRE", "never"));
        try
        {
            await adding.Input.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
        }
        catch (IOException)
        {
            // it has ended already, and says why
        }

        var (status, errors) = await adding.EndAsync(cancellation);
        if (status != 0)
        {
            throw PipelineException.BadInput(where, errors.Contains("passphrase", StringComparison.OrdinalIgnoreCase)
                ? "the private key is protected by a passphrase, or damaged."
                : $"this is not a private key that ssh can use: {Excerpt.Of(errors)}",
                "Expected the whole text of a key file without a passphrase, from BEGIN to END: ssh-keygen -t ed25519 -N '' makes one.");
        }
    }
}
