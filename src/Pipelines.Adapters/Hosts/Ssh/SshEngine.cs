using System.Text;
using Pipelines.Adapters.Hosts.Local;
using Pipelines.Adapters.Hosts.Services;
using Pipelines.Adapters.Hosts.Wire;
using Pipelines.Errors;
using Pipelines.Hosts.Facts;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Ssh;

/// <summary>Starts the engine on a host; sends the program first when this version of it is not there yet.</summary>
/// <param name="client">Connects.</param>
/// <param name="address">The host.</param>
/// <param name="name">What to call it.</param>
/// <param name="program">The program.</param>
internal sealed class SshEngine(SshClient client, SshAddress address, string name, EngineProgram program)
{
    private const string Needed = "PIPELINES-NEEDED";
    private const string Sent = "PIPELINES-SENT";
    private const int MostOfALine = 4096;

    private static readonly TimeSpan TimeToConnect = TimeSpan.FromSeconds(60);

    private SshFault Fault => new(name, address, client.Settings);

    /// <summary>Starts it for an app.</summary>
    /// <exception cref="PipelineException">The host cannot be reached or used.</exception>
    public async Task<(SshProcess Process, HostLink Link)> StartAsync(RemoteApp app, IReporter reporter, CancellationToken cancellation)
    {
        if (await TryStartAsync(app, reporter, mayBeNeeded: true, cancellation) is { } started)
        {
            return started;
        }

        await SendAsync(reporter, cancellation);
        return (await TryStartAsync(app, reporter, mayBeNeeded: false, cancellation))!.Value;
    }

    /// <summary>What the host says of itself, whether or not the engine is there.</summary>
    /// <param name="root">The app's directory there.</param>
    /// <param name="reporter">Told of a host key that was not known.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="PipelineException">The host cannot be reached or used, or the program does not run there.</exception>
    public async Task<HostFacts> ExamineAsync(string root, IReporter reporter, CancellationToken cancellation)
    {
        await using var process = await client.StartAsync(address, $"sh -c '{FactsScript.Text}' sh", cancellation);
        try
        {
            await process.Input.WriteAsync(Encoding.UTF8.GetBytes($"{root}\n"), cancellation);
            await process.Input.FlushAsync(cancellation);
            using var told = new StreamReader(process.Output, leaveOpen: true);
            var text = await told.ReadToEndAsync(cancellation).WaitAsync(TimeToConnect, cancellation);
            var (status, errors) = await process.EndAsync(cancellation).WaitAsync(TimeToConnect, cancellation);
            WarnOfNewHost(process, reporter);
            var facts = HostFacts.Parse(text);
            if (facts is not { System: { } system, Machine: { } machine } || !text.EndsWith("end=yes\n", StringComparison.Ordinal))
            {
                throw Fault.OnConnect(status, errors);
            }

            EngineProgram.RequireRunsOn(name, system, machine);
            return facts;
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            process.Kill();
            throw Fault.OnSilence(process.Errors);
        }
    }

    /// <summary>A shell in the live release, at our terminal.</summary>
    /// <param name="root">The app's directory there.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Its exit status; ssh's own, 255, when the host is out of reach.</returns>
    public Task<int> ShellAsync(string root, CancellationToken cancellation) =>
        client.RunHereAsync(address, ShellScript.Of(root), cancellation);

    /// <summary>Whether the host answers now.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            await using var asking = await client.StartAsync(address, "true", cancellation);
            return (await asking.EndAsync(cancellation).WaitAsync(TimeToConnect, cancellation)).ExitCode == 0;
        }
        catch (Exception e) when (e is PipelineException or TimeoutException)
        {
            return false;
        }
    }

    private async Task<(SshProcess Process, HostLink Link)?> TryStartAsync(RemoteApp app, IReporter reporter, bool mayBeNeeded,
        CancellationToken cancellation)
    {
        var process = await client.StartAsync(address, StartScript, cancellation);
        try
        {
            var line = await ReadLineAsync(process.Output, cancellation).WaitAsync(TimeToConnect, cancellation);
            WarnOfNewHost(process, reporter);
            if (line == HostServer.Greeting)
            {
                return (process, await HostLink.BeginAsync(
                    new FrameChannel(process.Output, process.Input), app.Store, app.Open, cancellation));
            }

            var (status, errors) = await process.EndAsync(cancellation).WaitAsync(TimeToConnect, cancellation);
            if (mayBeNeeded && line.Split(' ') is [Needed, var system, var machine])
            {
                EngineProgram.RequireRunsOn(name, system, machine);
                await process.DisposeAsync();
                return null;
            }

            throw line.Length > 0 ? Fault.OnGarbage(line) : Fault.OnConnect(status, errors);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or TimeoutException)
        {
            process.Kill();
            throw e is InvalidDataException ? Fault.OnGarbage(e.Message) : Fault.OnSilence(process.Errors);
        }
        catch
        {
            process.Kill();
            throw;
        }
    }

    /// <summary>Only constant text and a digest: no shell takes any of it for something else.</summary>
    private string StartScript =>
        $"sh -c 'f=\"$HOME/.cache/pipelines/{program.Digest}\"; if [ -x \"$f\" ]; then exec \"$f\" host serve; fi; "
        + $"echo {Needed} $(uname -s) $(uname -m)'";

    /// <summary>The file appears under its name when it is whole, verified and on the disk. The five newest stay.</summary>
    private string SendScript =>
        "sh -c 'umask 077; d=\"$HOME/.cache/pipelines\"; t=\"$d/.new.$$\"; mkdir -p \"$d\" && "
        + "find \"$d\" -name \".new.*\" -mmin +60 -exec rm -f {} + && cat >\"$t\" && "
        + $"echo \"{program.Digest}  $t\" | sha256sum -c - >/dev/null && chmod 700 \"$t\" && sync \"$t\" "
        + $"&& mv -f \"$t\" \"$d/{program.Digest}\" && ls -t \"$d\" | tail -n +6 | while read -r o; do rm -f \"$d/$o\"; done "
        + $"&& echo {Sent}; s=$?; rm -f \"$t\"; exit $s'";

    private async Task SendAsync(IReporter reporter, CancellationToken cancellation)
    {
        await using var file = program.Open();
        reporter.Info($"{name}: sending pipelines ({file.Length.ForPeople()}), once for this version.");
        await using var process = await client.StartAsync(address, SendScript, cancellation);
        try
        {
            await file.CopyToAsync(process.Input, cancellation);
        }
        catch (IOException)
        {
            // the host has stopped reading, and says why
        }

        var ending = process.EndAsync(cancellation);
        var line = await ReadLineAsync(process.Output, cancellation);
        var (status, errors) = await ending;
        if (line != Sent || status != 0)
        {
            throw Fault.OnSend(status, errors);
        }
    }

    /// <summary>ssh tells so when it accepts the key of a host that it does not know.</summary>
    private void WarnOfNewHost(SshProcess process, IReporter reporter)
    {
        if (client.AcceptsNewHosts && process.Errors.Contains("Permanently added", StringComparison.Ordinal))
        {
            reporter.Warning(new Problem(name,
                "the key of this host was not known, and was accepted without a check: whoever answered there is now trusted.",
                $"Set {client.Settings.KnownHostsName} to the output of ssh-keyscan{(address.Port is { } port ? $" -p {port}" : "")} "
                    + $"{address.Host}, compared with the host's own."));
        }
    }

    /// <summary>A line without its end; empty at the end of the stream. Reads not a byte more.</summary>
    private static async Task<string> ReadLineAsync(Stream stream, CancellationToken cancellation)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (line.Length < MostOfALine && await stream.ReadAsync(one, cancellation) > 0 && one[0] != (byte)'\n')
        {
            line.Append((char)one[0]);
        }

        return line.ToString();
    }
}
