using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Hosts.Programs;
using Pipelines.Reporting;

namespace Pipelines.Operations;

/// <summary>Prepares one host.</summary>
/// <param name="host">The host, as an administrator enters it.</param>
/// <param name="tasks">What it needs.</param>
/// <param name="reporter">Told each command before it is run.</param>
internal sealed class HostSetup(IHost host, IReadOnlyList<SetupTask> tasks, IReporter reporter)
{
    private static readonly string[] Sudo = ["sudo", "--non-interactive", "--"];

    /// <summary>Looks, tells what is to be done, and does it unless only asked to look.</summary>
    /// <exception cref="PipelineException">The host is out of reach, whoever entered it is no administrator, or a command
    /// failed.</exception>
    public async Task<IReadOnlyList<SetupFinding>> RunAsync(bool change, CancellationToken cancellation)
    {
        var prefix = await PrefixAsync(cancellation);
        var findings = new List<SetupFinding>();
        foreach (var task in tasks)
        {
            var isReady = await IsSoAsync(task, prefix, cancellation);
            if (!isReady)
            {
                Tell(task, prefix);
            }

            if (!isReady && change)
            {
                await MakeAsync(task, prefix, cancellation);
            }

            findings.Add(new SetupFinding(host.Name, task, isReady ? SetupState.Ready : change ? SetupState.Done : SetupState.Missing));
        }

        return findings;
    }

    /// <summary>What is to be done: every command as it is run, or what the task shows instead.</summary>
    private void Tell(SetupTask task, IReadOnlyList<string> prefix)
    {
        foreach (var line in task.Shown ?? task.Commands.Select(line => CommandText.Of([.. prefix, .. line])))
        {
            reporter.Info($"{host.Name}: {line}");
        }
    }

    private async Task MakeAsync(SetupTask task, IReadOnlyList<string> prefix, CancellationToken cancellation)
    {
        foreach (var line in task.Commands)
        {
            if (await RunAsync([.. prefix, .. line], cancellation) is { Succeeded: false } failed)
            {
                throw new PipelineException($"{host.Name}: {task.What} ({task.Detail}): {Said(failed)}",
                    "Correct it there, then run the same command again: what is done is not done again.");
            }
        }

        if (!await IsSoAsync(task, prefix, cancellation))
        {
            throw new PipelineException($"{host.Name}: {task.What} ({task.Detail}) was done, and is not so.", "See what undoes it there.");
        }
    }

    private async Task<bool> IsSoAsync(SetupTask task, IReadOnlyList<string> prefix, CancellationToken cancellation) =>
        (await RunAsync([.. prefix, .. task.Probe], cancellation)).Succeeded;

    /// <summary>What makes a command root's: nothing for root, else sudo.</summary>
    private async Task<IReadOnlyList<string>> PrefixAsync(CancellationToken cancellation)
    {
        if ((await RunAsync(["id", "-u"], cancellation)).Output.Trim() == "0")
        {
            return [];
        }

        return await RunAsync([.. Sudo, "true"], cancellation) is { Succeeded: true } ? Sudo : throw new PipelineException(
            $"{host.Name}: whoever enters it to prepare it is neither root nor may use sudo without a password.",
            "Choose another user with --as.");
    }

    private Task<HostEnding> RunAsync(IReadOnlyList<string> line, CancellationToken cancellation) =>
        host.RunAsync(new HostProgram.Plain(line), job: null, new LineReporter(_ => { }, reporter), cancellation);

    private static string Said(HostEnding ending) =>
        ending.Output.Trim() is { Length: > 0 } output ? output : $"it ended with status {ending.Status}.";
}
