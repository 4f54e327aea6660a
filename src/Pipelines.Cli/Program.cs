using Pipelines.Adapters.Http;
using Pipelines.Adapters.Posix;
using Pipelines.Cli;
using Pipelines.Cli.CommandLine;

using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
using var error = new StreamWriter(Console.OpenStandardError()) { AutoFlush = true };
using var signals = new StopSignals();

Func<string, string?> variable = Environment.GetEnvironmentVariable;
ProxyExceptions.Install(variable);
var wiring = new Wiring(variable, TimeProvider.System);
if (args is ["host", "serve"]) // started by ourselves on a host, with a controller at the other end of the pipes
{
    await using var requests = Console.OpenStandardInput();
    await using var answers = Console.OpenStandardOutput();
    return await wiring.HostServer.RunAsync(requests, answers, signals.Token);
}

var invocation = new Invocation(wiring, variable, TimeProvider.System, output, error)
{
    OutputWatched = !Console.IsOutputRedirected,
    ErrorWatched = !Console.IsErrorRedirected,
};
return await invocation.RunAsync(wiring.StepsFor(args), args, signals.Token);
