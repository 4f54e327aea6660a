using System.Globalization;
using Pipelines.Adapters.Posix;
using Pipelines.Adapters.Postgres;
using Pipelines.Adapters.Stores.Files;
using Pipelines.Adapters.Stores.Postgres;
using Pipelines.Contender;
using Pipelines.Errors;
using Pipelines.Locks;
using Pipelines.Reporting;
using Pipelines.Stores;

// contender STORE WITNESS ATTEMPTS SEED TTL-MILLISECONDS MODE
// Tries to take one lease again and again, competing with others, and works while it holds it. MODE is "stopped" where contenders are
// stopped
// beyond their lease: another one may then legitimately start while the stopped one believes it is working, and only its commits count.
// Ends after that many attempts, or when WITNESS.end exists. Prints: attempts, takes, doubles (started while another one was working), late
// (commits that the host rejected), lost (leases that expired during the work).
var (location, attempts, random) =
    (args[0], int.Parse(args[2], CultureInfo.InvariantCulture), new Random(int.Parse(args[3], CultureInfo.InvariantCulture)));
var timeToLive = TimeSpan.FromMilliseconds(int.Parse(args[4], CultureInfo.InvariantCulture));
#pragma warning disable CA2000 // lives as long as the process
IStore store = PostgresConnection.IsUrl(location)
    ? new PostgresStore(PostgresConnection.Parse(new Secret(location)), TimeProvider.System) : new FileStore(location, TimeProvider.System);
#pragma warning restore CA2000
var (witness, leases) = (new Witness(args[1]), new LeaseRegistry(store, "bench", "production", new HolderProbe(), TimeProvider.System));
var (tried, takes, doubles, late, lost) = (0, 0, 0, 0, 0);
for (var attempt = 0; attempt < attempts && !File.Exists($"{args[1]}.end"); attempt++)
{
    Lease lease;
    tried++;
    try
    {
        lease = await leases.TakeAsync("contender", timeToLive, CancellationToken.None);
    }
    catch (PipelineException e) when (e.ExitCode == ExitCode.LeaseHeld)
    {
        continue;
    }

    takes++;
    doubles += witness.Enter(lease.Token) || args[5] == "stopped" ? 0 : 1;
#pragma warning disable CA5394 // how long it works is not a secret
    Thread.SpinWait(random.Next(2000));
#pragma warning restore CA5394
    if (!witness.Commit(lease.Token))
    {
        late++;
    }

    lost += lease.Lost.IsCancellationRequested ? 1 : 0;
    witness.Leave(lease.Token);
    await lease.DisposeAsync();
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tried} {takes} {doubles} {late} {lost}"));
