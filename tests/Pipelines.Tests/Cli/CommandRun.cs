using System.Text.Json;
using Pipelines.Cli;
using Pipelines.Cli.CommandLine;
using Pipelines.Steps;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

/// <summary>One invocation of the program in this process, without anything of the machine's environment.</summary>
internal sealed class CommandRun
{
    /// <summary>The environment.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public FakeClock Clock { get; } = new();

    private Wiring Wiring => new(Variables.GetValueOrDefault, Clock);

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    /// <summary>Standard output as the one JSON value that it must be.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Runs a command of the real program.</summary>
    public Task<int> RunAsync(params string[] arguments) => RunAsync(arguments, CancellationToken.None);

    public Task<int> RunAsync(string[] arguments, CancellationToken cancellation) =>
        RunAsync(Wiring, Wiring.StepsFor(arguments), arguments, cancellation);

    public Task<int> RunAsync(IReadOnlyList<Step> steps, string[] arguments, CancellationToken cancellation) =>
        RunAsync(Wiring, steps, arguments, cancellation);

    /// <summary>Runs steps that were made with objects of a test's own.</summary>
    public async Task<int> RunAsync(Wiring wiring, IReadOnlyList<Step> steps, string[] arguments, CancellationToken cancellation)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await new Invocation(wiring, Variables.GetValueOrDefault, Clock, output, error)
            .RunAsync(steps, arguments, cancellation);
        (Output, Error) = ($"{output}", $"{error}");
        return exitCode;
    }
}
