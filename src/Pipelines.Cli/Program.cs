using System.Runtime.InteropServices;
using System.Text;
using Pipelines.Cli;
using Pipelines.Cli.CommandLine;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
using var error = new StreamWriter(Console.OpenStandardError()) { AutoFlush = true };

// A cancelled job gets the time that its platform gives it to put back what was live; a second signal ends it at once.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);

Func<string, string?> variable = Environment.GetEnvironmentVariable;
var invocation = new Invocation(variable, TimeProvider.System, output, error)
{
    OutputWatched = !Console.IsOutputRedirected,
    ErrorWatched = !Console.IsErrorRedirected,
};
return await invocation.RunAsync(new Wiring(variable, TimeProvider.System).Steps, args, stop.Token);

void Cancel(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
