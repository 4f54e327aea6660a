using System.Text;
using Pipelines.Adapters.Hosts.Local;
using Pipelines.Configuration;

namespace Pipelines.Adapters.Hosts.Wire;

/// <summary>The engine on a host, led by a controller through two streams: <c>pipelines host serve</c>.</summary>
/// <param name="engine">Makes the engine of an app.</param>
/// <param name="schema">The schema of the configuration file.</param>
/// <param name="version">Of this program.</param>
/// <param name="clock">The clock.</param>
public sealed class HostServer(HostEngine engine, ConfigSchema schema, string version, TimeProvider clock)
{
    /// <summary>What the stream begins with, before the first frame: anything else comes from a login shell, not from us.</summary>
    internal const string Greeting = "PIPELINES-HOST";

    /// <summary>Serves until the controller is gone. An act that has begun is brought to its end then.</summary>
    /// <param name="input">What the controller writes.</param>
    /// <param name="output">What it reads.</param>
    /// <param name="stop">Stops the act that is under way.</param>
    /// <returns>The exit status.</returns>
    public async Task<int> RunAsync(Stream input, Stream output, CancellationToken stop)
    {
        using var channel = new FrameChannel(input, output);
        try
        {
            await output.WriteAsync(Encoding.ASCII.GetBytes($"{Greeting}\n"), stop);
            await channel.WriteAsync(new WireMessage.Hello(WireMessage.CurrentProtocol, version), stop);
            using var host = new ServedHost(engine, schema, channel, clock);
            await host.RunAsync(stop);
            return 0;
        }
        catch (IOException)
        {
            return 1; // nobody reads any more
        }
        catch (InvalidDataException e)
        {
            await Console.Error.WriteLineAsync($"pipelines host serve: {e.Message}.");
            return 2;
        }
    }
}
