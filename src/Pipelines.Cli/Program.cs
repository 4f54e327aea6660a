using System.CommandLine;
using System.Text;
using Pipelines.Adapters.Configuration;
using Pipelines.Cli;
using Pipelines.Cli.CommandLine;
using Pipelines.Cli.Hosts;

Func<string, string?> variable = Environment.GetEnvironmentVariable;
var clock = TimeProvider.System;
var started = clock.GetUtcNow();
var host = CiHosts.Detect(variable);
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
using var error = new StreamWriter(Console.OpenStandardError()) { AutoFlush = true };

var forPrograms = CommandTree.WantsJson(args);
var watched = !(forPrograms ? Console.IsErrorRedirected : Console.IsOutputRedirected);
var reporter = CiHosts.Reporter(host, forPrograms ? error : output, watched, variable, clock);
var wiring = new Wiring(variable, clock);
var runner = new StepRunner(
    host, variable, path => ConfigLoader.Load(path, Wiring.Schema), CiHosts.Run(host, variable), reporter, output);

var parsed = CommandTree.Build(wiring.Steps, runner.RunAsync).Parse(args);
var status = parsed.Errors.Count == 0
    ? await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false })
    : UsageErrors.Tell(parsed, reporter, forPrograms ? output : null);
WorkspaceOwner.GiveBack(host, variable, started, reporter);
return status;
