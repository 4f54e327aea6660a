using System.Text;
using Pipelines.Adapters.Postgres;
using Pipelines.Adapters.Probes;
using Pipelines.Adapters.Processes;
using Pipelines.Errors;
using Pipelines.Health.Checks;
using Pipelines.Processes;
using Pipelines.Reporting;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Health;

public sealed class ProbeTests
{
    private readonly RecordingProcessRunner _runner = new();

    [Fact]
    public async Task APortThatAcceptsIsHealthy()
    {
        await using var server = LoopbackServer.Raw((_, _) => Task.CompletedTask);

        Assert.True((await ProbeAsync(new TcpCheck("127.0.0.1", $"{server.Port}"))).Healthy);
    }

    [Fact]
    public async Task APortThatRefusesIsNot() =>
        Assert.Equal("connection refused", (await ProbeAsync(new TcpCheck("127.0.0.1", $"{LoopbackServer.UnusedPort()}"))).Detail);

    [Theory]
    [InlineData(0, "all well\n", true, "exit status 0: all well")]
    [InlineData(3, "first\nlast\n", false, "exit status 3: last")]
    [InlineData(1, "", false, "exit status 1")]
    public async Task ACommandIsJudgedByItsStatus(int exitCode, string output, bool healthy, string detail)
    {
        _runner.On("./check --fast", exitCode, output);

        var result = await ProbeAsync(new CommandCheck(new ProcessCommand("./check", "--fast")));

        Assert.Equal((healthy, detail), (result.Healthy, result.Detail));
    }

    [Fact]
    public async Task ACommandThatHangsIsKilledAtTheTimeout()
    {
        var probe = new Probe(new SystemProcessRunner(TimeProvider.System), TimeProvider.System);
        var check = new CommandCheck(new ProcessCommand("sleep", "60")) { Timeout = TimeSpan.FromMilliseconds(50) };

        var result = await probe.ProbeAsync(check, CancellationToken.None);

        Assert.Equal((false, "no complete response within 50 ms"), (result.Healthy, result.Detail));
    }

    [Fact]
    public async Task AMissingProgramIsAnError()
    {
        var probe = new Probe(new SystemProcessRunner(TimeProvider.System), TimeProvider.System);

        await Assert.ThrowsAsync<PipelineException>(
            () => probe.ProbeAsync(new CommandCheck(new ProcessCommand("no-such-program-here")), CancellationToken.None));
    }

    [Theory]
    [InlineData(0, "active\n", true, "active")]
    [InlineData(3, "activating\n", false, "the unit's state is activating (expected active)")]
    [InlineData(3, "failed\n", false, "the unit's state is failed (expected active)")]
    [InlineData(0, "reloading\n", false, "the unit's state is reloading (expected active)")]
    public async Task AUnitMustBeActive(int exitCode, string output, bool healthy, string detail)
    {
        _runner.On("systemctl is-active -- -backend.service", exitCode, output);

        var result = await ProbeAsync(new SystemdCheck("-backend.service"));

        Assert.Equal((healthy, detail), (result.Healthy, result.Detail));
    }

    [Theory]
    [InlineData("postgres://app:pa%40ss@db.local/shop?sslmode=require", "db.local", 5432, "app", "pa@ss", "shop")]
    [InlineData("postgresql://app@127.0.0.1:6432/shop", "127.0.0.1", 6432, "app", null, "shop")]
    [InlineData("Host=db;Port=1;Username=app;Password=x;Database=shop", "db", 1, "app", "x", "shop")]
    public void DatabaseAddressesAreRead(string url, string host, int port, string user, string? password, string database)
    {
        var connection = PostgresConnection.Parse(new Secret(url));

        Assert.Equal((host, port, user, password, database),
            (connection.Host, connection.Port, connection.Username, connection.Password, connection.Database));
    }

    [Theory]
    [InlineData("hunter2")]
    [InlineData("postgres://u:hunter2@/d")]
    [InlineData("postgres://u:hunter2@h:99999/d")]
    [InlineData("postgres://u:hunter2@h/d?sslmode=hunter2")]
    [InlineData("postgres://u@h/d?no_such_parameter=hunter2")]
    [InlineData("Username=u;Password=hunter2")]
    [InlineData("Host=h;Pasword=hunter2")]
    [InlineData("")]
    public async Task AnAddressThatCannotBeReadIsRefusedWithoutShowingIt(string url)
    {
        var e = await Assert.ThrowsAsync<PipelineException>(() => ProbeAsync(new PostgresCheck(new Secret(url))));

        Assert.DoesNotContain("hunter2", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADatabaseThatRefusesIsAResult() => Assert.Equal(
        "connection refused", (await ProbeAsync(Database(LoopbackServer.UnusedPort()))).Detail);

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0")]
    public async Task AServerThatIsNoDatabaseIsAResult(string speech)
    {
        await using var server =
            LoopbackServer.Raw((stream, cancellation) => stream.WriteAsync(Encoding.ASCII.GetBytes(speech), cancellation).AsTask());

        var result = await ProbeAsync(Database(server.Port));

        Assert.False(result.Healthy);
        Assert.NotEmpty(result.Detail);
        Assert.DoesNotContain("hunter2", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADatabaseThatSaysWhyNotIsQuoted()
    {
        var error = "SFATAL\0C28P01\0Mpassword authentication failed for user \"u\"\0\0"u8.ToArray();
        await using var server = LoopbackServer.Raw(async (stream, cancellation) =>
        {
            await stream.ReadAtLeastAsync(new byte[8], 8, throwOnEndOfStream: false, cancellation);
            await stream.WriteAsync((byte[])[(byte)'E', 0, 0, 0, (byte)(error.Length + 4), .. error], cancellation);
        });

        Assert.Equal("28P01: password authentication failed for user \"u\"", (await ProbeAsync(Database(server.Port))).Detail);
    }

    [Fact]
    public async Task ADatabaseThatIsSilentIsGivenUpAtTheTimeout()
    {
        await using var server = LoopbackServer.Raw((_, cancellation) => Task.Delay(Timeout.Infinite, cancellation));

        for (var milliseconds = 1; milliseconds <= 60; milliseconds++) // each end falls into another moment of the connecting
        {
            var result = await ProbeAsync(Database(server.Port) with { Timeout = TimeSpan.FromMilliseconds(milliseconds) });

            Assert.Equal((false, $"no complete response within {milliseconds} ms"), (result.Healthy, result.Detail));
        }
    }

    private static PostgresCheck Database(int port) => new(new Secret($"postgres://u:hunter2@127.0.0.1:{port}/d?sslmode=disable"));

    private Task<ProbeResult> ProbeAsync(HealthCheck check) =>
        new Probe(_runner, TimeProvider.System).ProbeAsync(check, CancellationToken.None);
}
