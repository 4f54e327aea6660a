using System.CommandLine;
using Pipelines.Adapters.Configuration;
using Pipelines.Cli.Hosts;
using Pipelines.Configuration;
using Pipelines.Steps;

namespace Pipelines.Cli.CommandLine;

/// <summary>One invocation of the program, from its arguments to its exit status.</summary>
/// <param name="wiring">The program's objects.</param>
/// <param name="variable">Looks up an environment variable.</param>
/// <param name="clock">For progress and sections.</param>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
internal sealed class Invocation(Wiring wiring, Func<string, string?> variable, TimeProvider clock, TextWriter output, TextWriter error)
{
    /// <summary>Whether standard output is a terminal.</summary>
    public bool OutputWatched { get; init; }

    /// <summary>Whether standard error is a terminal.</summary>
    public bool ErrorWatched { get; init; }

    public async Task<int> RunAsync(IReadOnlyList<Step> steps, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var started = clock.GetUtcNow();
        var host = CiHosts.Detect(variable);
        var forPrograms = CommandTree.WantsJson(arguments);
        var reporter = forPrograms
            ? CiHosts.Reporter(host, error, error, ErrorWatched, variable, clock, wiring.Redaction)
            : CiHosts.Reporter(host, output, error, OutputWatched, variable, clock, wiring.Redaction);
        var runner = new StepRunner(
            host, variable,
            place => Load(place, cancellation),
            (directory, token) => RunAsync(host, directory, token), reporter, output);
        var parsed = CommandTree.Build(steps, runner.RunAsync).Parse(CommandTree.WithHelp(arguments), CommandTree.Parsing);
        var status = parsed.Errors.Count == 0
            ? await parsed.InvokeAsync(Settings(), cancellation)
            : UsageErrors.Tell(parsed, reporter, forPrograms ? output : null);
        WorkspaceOwner.GiveBack(host, variable, started, reporter);
        return status;
    }

    /// <summary>What is known about this run; on no platform, from the checkout that the configuration file is in.</summary>
    private async Task<RunContext> RunAsync(CiHost host, string? directory, CancellationToken cancellation)
    {
        var run = CiHosts.Run(host, variable);
        return host == CiHost.None && directory is not null
            ? run with { Origin = await new GitCheckout(wiring.Processes, directory).CompleteAsync(run.Origin, cancellation) }
            : run;
    }

    private ConfigFile Load(ConfigPlace place, CancellationToken cancellation)
    {
        var forge = wiring.Forges.For(place.Token);
        var files = place.Ref is { } reference ? forge.Files(reference, cancellation) : new WorkingTreeFiles();
        return ConfigLoader.Load(place, files, wiring.Schema) with { FreezePeriods = () => forge.Freezes(cancellation) };
    }

    /// <summary>We handle signals and exceptions, not the library.</summary>
    private InvocationConfiguration Settings() =>
        new() { Output = output, Error = error, ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
}
