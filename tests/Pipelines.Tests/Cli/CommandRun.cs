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

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    /// <summary>Standard output as the one JSON value that it must be.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Runs a command of the real program.</summary>
    public Task<int> RunAsync(params string[] arguments) => RunAsync(arguments, CancellationToken.None);

    public Task<int> RunAsync(string[] arguments, CancellationToken cancellation) => RunAsync(new Wiring(Variables.GetValueOrDefault, Clock).StepsFor(arguments), arguments, cancellation);

    public async Task<int> RunAsync(IReadOnlyList<Step> steps, string[] arguments, CancellationToken cancellation)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await new Invocation(Variables.GetValueOrDefault, Clock, output, error).RunAsync(steps, arguments, cancellation);
        (Output, Error) = ($"{output}", $"{error}");
        return exitCode;
    }
}
