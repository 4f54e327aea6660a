using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;
using Pipelines.Adapters.Configuration;
using Pipelines.Adapters.Hosts;
using Pipelines.Adapters.Hosts.Local;
using Pipelines.Adapters.Http;
using Pipelines.Adapters.Posix;
using Pipelines.Adapters.Postgres;
using Pipelines.Adapters.Probes;
using Pipelines.Adapters.Stores.S3;
using Pipelines.Calendars.Cron;
using Pipelines.Calendars.ICalendar;
using Pipelines.Calendars.Times;
using Pipelines.Calendars.Windows;
using Pipelines.Cli.Hosts;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Gates;
using Pipelines.Gates.Overrides;
using Pipelines.Health;
using Pipelines.Health.Checks;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Locks;
using Pipelines.Model;
using Pipelines.Releases;
using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;
using Pipelines.Releases.Manifests;
using Pipelines.Reporting;
using Pipelines.Signing;
using Pipelines.Stores;
using Pipelines.Tests.Configuration;
using Pipelines.Tests.Fakes;
using Pipelines.Tests.Gates;
using Pipelines.Tests.Locks;
using Pipelines.Tests.Releases;
using Pipelines.Tests.Releases.Formats;

namespace Pipelines.Tests.Fuzz;

/// <summary>Every parser that reads what a network, a service or a file says.</summary>
internal static class FuzzTargets
{
    private static readonly string Directory = System.IO.Directory.CreateTempSubdirectory("pipelines-fuzz-").FullName;
    private static readonly PublicKey Key = NewKey();

    public static IReadOnlyDictionary<string, FuzzTarget> All { get; } = new Dictionary<string, FuzzTarget>
    {
        ["health answer"] = new(
            [
                Text("200 X-Release: r7\n{\"release\":\"r7\",\"db\":[{\"state\":\"up\"}],\"$\":\"\\u00e9\"}"),
                Text("503 Retry-After: 5\n<html>no</html>"),
                [.. "200 Content-Encoding: gzip\n"u8, .. Packed(to => new GZipStream(to, CompressionLevel.Fastest))],
                [.. "200 Content-Encoding: br\n"u8, .. Packed(to => new BrotliStream(to, CompressionLevel.Fastest))],
                [.. "200 Content-Encoding: deflate\n"u8, .. Packed(to => new ZLibStream(to, CompressionLevel.Fastest))],
                [.. "200 Content-Encoding: gzip, br\n"u8, .. Packed(to => new BrotliStream(to, CompressionLevel.Fastest))],
                [.. "200 Content-Type: text/plain; charset=\"utf-16\"\n"u8, .. Encoding.Unicode.GetBytes("v7")],
            ], HealthAsync),
        ["calendar file"] = new(
            [
                Text("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;TZID=\"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, "
                    + "Vienna\":20261225T120000\r\nDURATION:PT4H\r\nRRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=9\r\nSUMMARY:A\\, b\r\n "
                    + "c\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
                Text("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227\nRRULE:FREQ=YEARLY;BYSETPOS=1;BYMONTH=12;BYMONTHDAY=24,25;UNTIL=20301224\nEXDATE;VALUE=DATE:20271224\nEND:VEVENT\nEND:VCALENDAR\n"),
            ], Sync(bytes => Use(IcsCalendar.Parse(Decoded(bytes), "x.ics")))),
        ["configuration file"] = new(
            [
                Text(StepWorld.Office), Text(HealthKeys.Health.Example!), Text(GateKeys.Calendars.Example!),
                Text(GateKeys.Freezes.Example!), Text(OverrideKeys.Override.Example!),
                Text("app: &a backend\nfreezes:\n  - {name: x, during: [2026-12-24, \"fri 14:00-24:00\"], zone: UTC}\nenvironments: {p: "
                    + "{hosts: \"local:\", notify: [{discord: env:X}]}}\n"),
            ], Sync(bytes => Yaml.Read(Decoded(bytes)))),
        ["words of a calendar"] = new(
            [Text("0 22 */2 1-5 fri"), Text("mon-thu 09:00-18:00"), Text("2026-12-24T12:00"), Text("Europe/Berlin"), Text("1h 30m"),
                Text("FREQ=MONTHLY;BYDAY=2SA;INTERVAL=2")], Sync(Words)),
        ["words of a health check"] =
            new([Text("$.a.b[0]['c.d']"), Text("200-204,3xx"), Text("header:X-Release"), Text("json:$.release"), Text("env:TOKEN"),
                Text("file:/run/secret")], Sync(HealthWords)),
        ["freeze of GitLab"] =
            new([Text("0 23 * * 5|0 8 * * 1|Eastern Time (US & Canada)"), Text("0 0 31 2 *|0 8 1 * *|UTC")], Sync(bytes =>
        {
            var parts = Decoded(bytes).Split('|');
            Use([FreezePeriodWindow.Read(
                new FreezePeriod(parts[0], parts.ElementAtOrDefault(1) ?? "", parts.ElementAtOrDefault(2) ?? ""))]);
        })),
        ["github"] = PlatformTargets.GitHub,
        ["gitlab"] = PlatformTargets.GitLab,
        ["rate limit"] = new(
            [Text("429 Retry-After: 5\n{\"retry_after\":1.5}"), Text("403 X-RateLimit-Reset: 99\n{\"message\":\"rate limit\"}"),
                Text("429 Retry-After: Wed, 21 Oct 2026 07:28:00 GMT\n{}")], Sync(Limits)),
        ["next page"] =
            new([Text("<https://api.test/a?page=2>; rel=\"next\", <https://api.test/a?page=9>; rel=\"last\"")],
                Sync(bytes => NextPage.Of(Decoded(bytes), new Uri("https://api.test/a")))),
        ["event of GitHub"] = new(
            [Text("""{"workflow_run":{"head_sha":"aaaa","head_branch":"main","conclusion":"success","head_repository":{"full_name":"acme/app"}}}""")],
            Sync(bytes =>
                GitHubRun.Read(name =>
                    name switch { "GITHUB_EVENT_NAME" => "workflow_run", "GITHUB_EVENT_PATH" => Written("event.json", bytes), _ =>
                        null }))),
        ["override token"] =
            new([Text(
                $$"""{"payloadType":"application/vnd.pipelines.override+json","payload":"e30=","signatures":[{"keyid":"{{Key.Id}}","sig":"MEQCIA=="}]}""")], Sync(bytes => OverrideToken.Read(bytes, [Key]))),
        ["public key"] = new([Text(Pem())], Sync(bytes => PublicKey.Parse(Decoded(bytes), "x"))),
        ["manifest"] = new([StoredText.Encode("manifest\t2\tbackend\ndir\t0700\tb\nlink\tb/ü\tc\n")], Sync(bytes =>
        {
            var spool = new Spool();
            spool.Append(bytes);
            Manifest.Read(spool, "backend", "here", new PartCodec(new NativeFiles().Zstd));
        })),
        ["event log"] =
            new([LogEntryText()], async bytes =>
                await new EventLog(await StoredAsync("a/events/p/0000000001.json", bytes), "a", "p", TimeProvider.System)
                    .ReadAsync(CancellationToken.None)),
        ["page of the event log"] =
            new([Zipped(LogEntryText())], async bytes =>
                await new EventLog(await StoredAsync("a/pages/p/0000000001-0000000016.json.gz", bytes), "a", "p", TimeProvider.System)
                    .ReadAsync(CancellationToken.None)),
        ["lease"] = new(
            [Text("""{"token":7,"holder":{"description":"x","machine":"m","process_id":1,"process_start":2},"expires_at":"2026-01-01T00:00:00+00:00"}""")],
            async bytes =>
                await new LeaseRegistry(await StoredAsync("a/leases/p.json", bytes), "a", "p", new FakeHolders(), TimeProvider.System)
                    .ShowAsync(CancellationToken.None)),
        ["state of a host"] = new([Text("""{"token":3,"live":null,"previous":null}""")], Sync(bytes =>
        {
            System.IO.Directory.CreateDirectory(Path.Combine(Directory, ".pipelines"));
            File.WriteAllBytes(new HostLayout(Directory).StateFile, bytes);
            new HostStore(new HostLayout(Directory), TimeProvider.System).Read();
        })),
        ["environment file"] = new([Text("A=\"1\"\nB=\"x\\\"y\\\\z\"\n")], Sync(bytes => EnvironmentFile.Read(Written("app.env", bytes)))),
        ["process of the kernel"] =
            new([Text("42 (a b) S 1 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 12345 1 2 3")],
                Sync(bytes => ProcessStat.Read(Written("stat", bytes)))),
        ["address of a database"] =
            new([Text("postgres://u:p@h:5432/d?sslmode=require"), Text("Host=h;Username=u;Database=d;Port=5432")],
                Sync(bytes => PostgresConnection.Parse(new Secret(Decoded(bytes))))),
        ["address of a bucket"] =
            new([Text("acme-releases/backend?region=eu-central-1&endpoint=https://s3.test")],
                Sync(bytes => BucketLocationText.Parse($"s3://{Decoded(bytes)}"))),
    };

    /// <summary>What a test changes of a text.</summary>
    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static Func<byte[], Task> Sync(Action<byte[]> read) => bytes =>
    {
        read(bytes);
        return Task.CompletedTask;
    };

    private static string Decoded(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    private static string Written(string name, byte[] bytes)
    {
        var path = Path.Combine(Directory, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static byte[] Packed(Func<Stream, Stream> pack)
    {
        using var to = new MemoryStream();
        using (var packer = pack(to))
        {
            packer.Write("{\"release\":\"r7\"}"u8);
        }

        return to.ToArray();
    }

    private static byte[] Zipped(byte[] entry)
    {
        using var to = new MemoryStream();
        using (var packer = new GZipStream(to, CompressionLevel.Fastest))
        {
            packer.Write([.. "["u8, .. entry, .. "]"u8]);
        }

        return to.ToArray();
    }

    private static byte[] LogEntryText()
    {
        var body =
            """{"sequence":1,"previous":"","at":"2026-01-01T00:00:00+00:00","deployment":"d1","event":{"event":"requested","type":"manual","commit":null,"actor":null,"reason":null,"run_url":null,"ref":null}}""";
        return JsonSerializer.SerializeToUtf8Bytes(
            new { body, hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body))) });
    }

    private static async Task<IStore> StoredAsync(string key, byte[] bytes)
    {
        var store = new InMemoryStore();
        using var content = new MemoryStream(bytes);
        await store.PutAsync(key, content, PutCondition.Always, CancellationToken.None);
        return store;
    }

    private static async Task HealthAsync(byte[] bytes)
    {
        using var response = SaidByServer.Answer(bytes);
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group =>
                string.Join(", ", group.SelectMany(header => header.Value)), StringComparer.OrdinalIgnoreCase);
        string body;
        try
        {
            body = BodyText.Of(await DecodedBody.ReadAsync(response.Content, CancellationToken.None),
                headers.GetValueOrDefault("Content-Type"));
        }
        catch (InvalidDataException)
        {
            return; // a failed probe
        }

        var answer = new HttpAnswer((int)response.StatusCode, headers, body, TimeSpan.Zero);
        foreach (var from in (VersionSource?[])[null, VersionSource.Parse("json:$.release"), VersionSource.Parse("body"),
            VersionSource.Parse("header:X-Release")])
        {
            _ = new HttpExpectation { Json = new Dictionary<string, string> { ["$.db[0].state"] = "up" }, Version = "r7",
                VersionFrom = from, Body = "r7" }.Fault(answer);
            _ = VersionProof.Find(answer, "r7", from);
        }
    }

    /// <summary>Asked of each window: what it is at some times, when it ends, and what a year has of it.</summary>
    private static void Use(IReadOnlyList<Window> windows)
    {
        var calendar = new BusinessCalendar(DateTimeZone.Utc, windows, []);
        _ = calendar.At(Instant.FromUtc(2026, 12, 24, 12, 0));
        _ = windows.Select(window => (window.End(DateTimeZone.Utc), window.NeverComes(DateTimeZone.Utc))).ToList();
    }

    private static void Words(byte[] bytes)
    {
        var text = Decoded(bytes);
        _ = CronTimes.TryParse(text, out _, out _) | CronWindow.TryParse(text, TimeSpan.FromHours(1), out _,
            out _) | WeeklyWindow.TryParse(text, out _, out _);
        _ = CalendarText.TryParseEnd(text, out _, out _) | CalendarText.TryParseDate(text, out _, out _) | CalendarText.TryParseZone(text,
            out _, out _) | Durations.TryParse(text, out _);
        Refusable(() => _ = Given.Recurring(text, "2026-01-10T08:00", "2026-01-10T12:00").Times.End);
    }

    private static void Refusable(Action parse)
    {
        try
        {
            parse();
        }
        catch (PipelineException)
        {
            // refused
        }
    }

    private static void HealthWords(byte[] bytes)
    {
        var text = Decoded(bytes);
        _ = SecretReference.TryParse(text, out _);
        Refusable(() => JsonPath.Parse(text));
        Refusable(() => StatusSet.Parse(text));
        Refusable(() => VersionSource.Parse(text));
    }

    private static void Limits(byte[] bytes)
    {
        using var response = SaidByServer.Answer(bytes);
        response.StatusCode = bytes.Length % 2 == 0 ? System.Net.HttpStatusCode.TooManyRequests : System.Net.HttpStatusCode.Forbidden;
        _ = RateLimit.Of(response, bytes, DateTimeOffset.UnixEpoch);
        _ = RetryAfter.Of(response, Decoded(bytes), DateTimeOffset.UnixEpoch);
    }

    private static PublicKey NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return PublicKey.Of(key);
    }

    private static string Pem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportSubjectPublicKeyInfoPem();
    }
}
