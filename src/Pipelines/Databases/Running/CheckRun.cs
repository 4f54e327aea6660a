using Pipelines.Databases.Migrations;
using Pipelines.Databases.Sessions;
using Pipelines.Errors;

namespace Pipelines.Databases.Running;

/// <summary>Asks a database whether checks hold.</summary>
internal sealed class CheckRun(IDatabaseSession session, TimeProvider clock)
{
    /// <exception cref="CheckException">The first that does not hold.</exception>
    public async Task AllHoldAsync(IEnumerable<DatabaseCheck> checks, CancellationToken cancellation)
    {
        foreach (var check in checks)
        {
            if (await FaultAsync(check, cancellation) is { } fault)
            {
                throw new CheckException(new Problem(null, $"the check \"{check.Name}\" does not hold: {fault}", null, check.At));
            }
        }
    }

    private async Task<string?> FaultAsync(DatabaseCheck check, CancellationToken cancellation)
    {
        try
        {
            var began = clock.GetTimestamp();
            var rows = await session.QueryAsync(check.Query, check.Parameters, cancellation);
            return check.Expectation.Fault(rows, clock.GetElapsedTime(began));
        }
        catch (DatabaseException e) when (!e.IsCut)
        {
            return $"{e.Message} ({e.State}).";
        }
    }
}
