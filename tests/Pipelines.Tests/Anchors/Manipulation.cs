using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Pipelines.Stores;

namespace Pipelines.Tests.Anchors;

/// <summary>What somebody who can write a store does to a log in it: seeded, and never nothing.</summary>
/// <param name="store">The store.</param>
/// <param name="random">Decides.</param>
/// <param name="older">What the store held earlier.</param>
/// <param name="other">The log of another environment, from its first entry on.</param>
internal sealed class Manipulation(
    IStore store, Random random, IReadOnlyDictionary<string, byte[]> older, IReadOnlyList<byte[]> other)
{
    private const string Events = "app/events/production/";
    private const string Pages = "app/pages/production/";
    private const string Checkpoint = "app/checkpoints/production.json";

    private static readonly string[] Kinds =
    [
        "delete the last", "delete one", "swap two", "change one", "change one and its hash", "write anew from one on",
        "leave one out and write anew", "write all anew", "delete the log", "delete all but pages", "another environment's log",
        "an earlier state", "garbage", "copy one over another", "a page that says something else", "a page for removed entries",
        "cut and go on", "cut and forge the checkpoint",
    ];

    private List<byte[]> _entries = [];

    /// <summary>Does one thing to the log.</summary>
    /// <returns>What was done.</returns>
    public async Task<string> RunAsync()
    {
        _entries = await ReadAllAsync();
        var (kind, at) = (Kinds[random.Next(Kinds.Length)], random.Next(_entries.Count));
        await ActAsync(kind, at);
        if (random.Next(2) == 0)
        {
            await RemoveAsync(Pages); // they are only copies, and show what was removed
        }

        return string.Create(CultureInfo.InvariantCulture, $"{kind}, at {at + 1} of {_entries.Count}");
    }

    private Task ActAsync(string kind, int at) => kind switch
    {
        "delete the last" => CutAsync(_entries.Count - 1 - random.Next(Math.Min(5, _entries.Count))),
        "delete one" => store.DeleteAsync(Key(at), CancellationToken.None),
        "swap two" => SwapAsync(at, (at + 1 + random.Next(_entries.Count - 1)) % _entries.Count),
        "change one" => PutAsync(at, Changed(_entries[at])),
        "change one and its hash" => PutAsync(at, Rehashed(Changed(_entries[at]), Previous(at))),
        "write anew from one on" => RewriteAsync(at, [Changed(_entries[at]), .. _entries[(at + 1)..]]),
        "leave one out and write anew" => RewriteAsync(at, _entries[(at + 1)..]),
        "write all anew" => RewriteAsync(0, [Changed(_entries[0]), .. _entries[1..]]),
        "delete the log" => RemoveAsync("app/"),
        "delete all but pages" => RemoveAsync(Events),
        "another environment's log" => ReplaceAsync(other),
        "an earlier state" => RestoreAsync(),
        "garbage" => PutAsync(at, random.Next(3) switch { 0 => [], 1 => "null"u8.ToArray(), _ => [0xff, 0x00, (byte)'{'] }),
        "copy one over another" => PutAsync(at, _entries[(at + 1 + random.Next(_entries.Count - 1)) % _entries.Count]),
        "a page that says something else" => PageAsync(),
        "a page for removed entries" => PageAsync(removed: true),
        "cut and go on" => RewriteAsync(at, [Changed(_entries[at])]),
        _ => ForgeAsync(at),
    };

    private async Task CutAsync(int count)
    {
        for (var i = Math.Max(0, count); i < _entries.Count; i++)
        {
            await store.DeleteAsync(Key(i), CancellationToken.None);
        }
    }

    private async Task SwapAsync(int one, int two)
    {
        await PutAsync(one, _entries[two]);
        await PutAsync(two, _entries[one]);
    }

    /// <summary>Entries from a place on, each linked to the one before; what came after them is removed.</summary>
    private async Task RewriteAsync(int at, IReadOnlyList<byte[]> entries)
    {
        var previous = Previous(at);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = Rehashed(entries[i], previous, at + i + 1);
            previous = (string)JsonNode.Parse(entry)!["hash"]!;
            await PutAsync(at + i, entry);
        }

        await CutAsync(at + entries.Count);
    }

    private async Task ReplaceAsync(IReadOnlyList<byte[]> entries)
    {
        await RemoveAsync(Events);
        for (var i = 0; i < entries.Count; i++)
        {
            await PutAsync(i, entries[i]);
        }
    }

    private async Task RestoreAsync()
    {
        await RemoveAsync("app/");
        foreach (var (key, bytes) in older)
        {
            await WriteAsync(key, bytes);
        }
    }

    private async Task ForgeAsync(int at)
    {
        await RewriteAsync(at, [Changed(_entries[at])]);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var head = JsonNode.Parse((await ReadAsync(Key(at)))!)!["hash"];
        var payload = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["app"] = "app", ["environment"] = "production", ["sequence"] = at + 1, ["hash"] = (string)head!,
            ["at"] = "2026-11-20T12:00:00Z",
        }.ToJsonString());
        var signature = key.SignData(payload, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        await WriteAsync(Checkpoint, Encoding.UTF8.GetBytes(new JsonObject
        {
            ["payloadType"] = "application/vnd.pipelines.checkpoint+json", ["payload"] = Convert.ToBase64String(payload),
            ["signatures"] = new JsonArray(new JsonObject { ["keyid"] = "ours", ["sig"] = Convert.ToBase64String(signature) }),
        }.ToJsonString()));
    }

    /// <summary>The first page with other events, each linked to the one before.</summary>
    private async Task PageAsync(bool removed = false)
    {
        var (forged, previous) = (new JsonArray(), "");
        foreach (var entry in _entries[..16])
        {
            var wrong = JsonNode.Parse(Rehashed(Changed(entry), previous))!;
            previous = (string)wrong["hash"]!;
            forged.Add(wrong);
        }

        using var bytes = new MemoryStream();
        await using (var json = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            await json.WriteAsync(Encoding.UTF8.GetBytes(forged.ToJsonString()));
        }

        await WriteAsync($"{Pages}0000000001-0000000016.json.gz", bytes.ToArray());
        if (removed)
        {
            await store.DeleteAsync(Key(random.Next(16)), CancellationToken.None);
        }
    }

    /// <summary>The same event at another time.</summary>
    private static byte[] Changed(byte[] entry)
    {
        var json = JsonNode.Parse(entry)!;
        var body = JsonNode.Parse((string)json["body"]!)!;
        body["at"] = "2031-01-01T00:00:00+00:00";
        json["body"] = body.ToJsonString();
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static byte[] Rehashed(byte[] entry, string previous, int? sequence = null)
    {
        var json = JsonNode.Parse(entry)!;
        var body = JsonNode.Parse((string)json["body"]!)!;
        body["previous"] = previous;
        body["sequence"] = sequence ?? (int)body["sequence"]!;
        var text = body.ToJsonString();
        json["body"] = text;
        json["hash"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(previous + text)));
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private string Previous(int at) => at == 0 ? "" : (string)JsonNode.Parse(_entries[at - 1])!["hash"]!;

    private static string Key(int index) => string.Create(CultureInfo.InvariantCulture, $"{Events}{index + 1:D10}.json");

    private async Task<List<byte[]>> ReadAllAsync()
    {
        var all = new List<byte[]>();
        await foreach (var key in store.ListAsync(Events, CancellationToken.None))
        {
            all.Add((await ReadAsync(key))!);
        }

        return all;
    }

    private async Task RemoveAsync(string prefix)
    {
        await foreach (var key in store.ListAsync(prefix, CancellationToken.None))
        {
            await store.DeleteAsync(key, CancellationToken.None);
        }
    }

    private Task<byte[]?> ReadAsync(string key) => store.ReadAsync(key, 1 << 20, CancellationToken.None);

    private Task PutAsync(int index, byte[] bytes) => WriteAsync(Key(index), bytes);

    private async Task WriteAsync(string key, byte[] bytes)
    {
        using var content = new MemoryStream(bytes);
        await store.PutAsync(key, content, PutCondition.Always, CancellationToken.None);
    }
}
