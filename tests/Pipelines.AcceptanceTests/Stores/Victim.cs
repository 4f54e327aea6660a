using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Stores;

/// <summary>A command that dies at a chosen request: a <see cref="FaultProxy"/> meets the request, and the server never sees it.</summary>
internal sealed class Victim : IDisposable
{
    private readonly Lock _gate = new();
    private Command? _command;
    private int _left;

    /// <summary>For the proxy: counts requests that change something.</summary>
    public Fault Meet(string head, int number)
    {
        lock (_gate)
        {
            if (_command is null || _left <= 0 || head.StartsWith("GET", StringComparison.Ordinal)
                || head.StartsWith("HEAD", StringComparison.Ordinal) || --_left > 0)
            {
                return Fault.None;
            }

            _command.Kill();
            return Fault.Error(503, "Dead");
        }
    }

    /// <summary>Runs a command until its n-th change; false when it came to its end before.</summary>
    public async Task<bool> RunAsync(int n, Func<Command> start)
    {
        Command command;
        lock (_gate)
        {
            _left = n;
            command = _command = start();
        }

        await Eventually.TrueAsync(() => _left <= 0 || command.HasEnded, "the command to end or to be killed");
        Dispose();
        return _left <= 0;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _command?.Dispose();
            _command = null;
        }
    }
}
