using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipelines.Tests.Releases.Formats;

namespace Pipelines.Tests.Releases;

/// <summary>What an attacker or a bad disk did to a store.</summary>
/// <param name="What">For the message of a test that fails.</param>
/// <param name="Release">Id of the release to stage.</param>
/// <param name="Changed">Objects as they are now; null for one that is gone.</param>
internal sealed record Mutation(string What, string Release, IReadOnlyDictionary<string, byte[]?> Changed)
{
    private static readonly string[] HostileTexts =
    [
        "../escape", "/etc/passwd", "a/../../b", "..", ".", "", "a\0b", "a\nb", new('x', 300),
        string.Join('/', Enumerable.Repeat("d", 3000)), "\uFFFD", "\uD800", "link", "link/below",
        "Case", "case", "e\u0301", "\u00e9", "device", "hardlink", "4755", "7777", "99999999999", "zlib", "zstd", "raw", "brotli", "file",
        "dir", "other",
    ];

    private static readonly long[] HostileNumbers =
        [-1, 0, 1, int.MaxValue, long.MaxValue, long.MaxValue / 2, long.MinValue, 1L << 40, (8 << 20) + 1, 1L << 50, (1L << 50) - 1];

    /// <summary>The mutation of a seed: always the same.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="store">Every object of the store.</param>
    /// <param name="release">The release under attack.</param>
    public static Mutation Of(int seed, IReadOnlyDictionary<string, byte[]> store, string release)
    {
        var random = new Random(seed);
        var keys =
            store.Keys.Where(key =>
                !key.Contains("/releases/", StringComparison.Ordinal) || key.Contains(release, StringComparison.Ordinal)).ToList();
        var key = keys[random.Next(keys.Count)];
        var bytes = store[key];
        var json = key.EndsWith(".json", StringComparison.Ordinal) || IsText(key);
        return random.Next(10) switch
        {
            0 or 1 => One($"a bit of {key}", key, Within(key, bytes, random.Next(2) == 0, text => Flipped(text, random, json)), release),
            2 => One($"the end of {key} cut off", key,
                Within(key, bytes, random.Next(2) == 0, text => text[..Position(text, random, json)]), release),
            3 => One($"{key} longer", key, [.. bytes, .. bytes[..random.Next(Math.Min(bytes.Length, 100))], (byte)random.Next(256)],
                release),
            4 => Swapped(key, store, random, release),
            5 => One($"{key} gone", key, random.Next(2) == 0 ? null : [], release),
            6 or 7 when json =>
                One($"a value in {key}", key,
                    Within(key, bytes, true, text => IsText(key) ? EditedLines(text, random) : Edited(text, random)), release),
            8 when json =>
                One($"a member twice in {key}", key,
                    Within(key, bytes, true, text => IsText(key) ? DoubledLine(text, random) : Doubled(text, random)), release),
            _ => Forged(store, random, release),
        };
    }

    private static Mutation One(string what, string key, byte[]? bytes, string release) =>
        new(what, release, new Dictionary<string, byte[]?> { [key] = bytes });

    /// <summary>Whether an object is a compressed text.</summary>
    private static bool IsText(string key) =>
        key.EndsWith("/manifest", StringComparison.Ordinal) || key.Contains("/indexes/", StringComparison.Ordinal);

    /// <summary>Changes the text of an object that is a compressed one, when that is wanted; else the object.</summary>
    private static byte[] Within(string key, byte[] bytes, bool text, Func<byte[], byte[]> change) =>
        text && IsText(key) ? StoredText.Encode(change(Encoding.UTF8.GetBytes(StoredText.Decode(bytes)))) : change(bytes);

    /// <summary>First, last, anywhere; in a text also where its structure is, or a number.</summary>
    private static int Position(byte[] bytes, Random random, bool json)
    {
        var special = json && random.Next(2) == 0
            ? Enumerable.Range(0, bytes.Length).Where(i => "{}[]:,\"0123456789\t\n"u8.Contains(bytes[i])).ToList() : [];
        return bytes.Length == 0 ? 0 : special.Count > 0 ? special[random.Next(special.Count)] : random.Next(4) switch
        {
            0 => random.Next(Math.Min(8, bytes.Length)),
            1 => bytes.Length - 1 - random.Next(Math.Min(8, bytes.Length)),
            _ => random.Next(bytes.Length),
        };
    }

    private static byte[] Flipped(byte[] bytes, Random random, bool json)
    {
        byte[] flipped = [.. bytes];
        if (flipped.Length > 0)
        {
            flipped[Position(bytes, random, json)] ^= (byte)(1 << random.Next(8));
        }

        return flipped;
    }

    /// <summary>Another object of the same kind in its place: another pack, an older manifest, the one of another app, a signature of
    /// something else.</summary>
    private static Mutation Swapped(string key, IReadOnlyDictionary<string, byte[]> store, Random random, string release)
    {
        var kind = key.Split('/') is [_, "releases", _, .. var rest] ? string.Join('/', rest) : key.Split('/')[1];
        var same = store.Keys.Where(other => other != key && other.Contains(kind, StringComparison.Ordinal)).ToList();
        var other = same.Count == 0 ? store.Keys.First() : same[random.Next(same.Count)];
        return new Mutation($"{other} in the place of {key}", release,
            new Dictionary<string, byte[]?> { [key] = store[other], [other] = random.Next(2) == 0 ? store[key] : store[other] });
    }

    /// <summary>A manifest that someone made, under the id that it has: nothing but a signature can tell.</summary>
    private static Mutation Forged(IReadOnlyDictionary<string, byte[]> store, Random random, string release)
    {
        var manifest = EditedLines(Encoding.UTF8.GetBytes(StoredText.Decode(store[$"backend/releases/{release}/manifest"])), random);
        var id = Convert.ToHexStringLower(SHA256.HashData(manifest))[..12];
        var from = $"backend/releases/{release}/";
        var changed = store.Where(pair => pair.Key.StartsWith(from, StringComparison.Ordinal))
            .ToDictionary(pair => $"backend/releases/{id}/{pair.Key[from.Length..]}", pair => (byte[]?)pair.Value);
        changed[$"backend/releases/{id}/manifest"] = StoredText.Encode(manifest);
        return new Mutation($"a forged release {id}", id, changed);
    }

    /// <summary>A field of a line that says something else, is gone, or occurs twice; or the line is gone.</summary>
    private static byte[] EditedLines(byte[] bytes, Random random)
    {
        var lines = Encoding.UTF8.GetString(bytes).TrimEnd('\n').Split('\n').ToList();
        var at = random.Next(lines.Count);
        var fields = lines[at].Split('\t').ToList();
        var field = random.Next(fields.Count);
        switch (random.Next(8))
        {
            case 0:
                lines.RemoveAt(at);
                return Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + '\n')));
            case 1:
                fields.RemoveAt(field);
                break;
            case 2:
                fields.Insert(field, fields[field]);
                break;
            case 3 or 4:
                fields[field] = HostileNumbers[random.Next(HostileNumbers.Length)].ToString(CultureInfo.InvariantCulture);
                break;
            default:
                fields[field] = HostileTexts[random.Next(HostileTexts.Length)].Replace('\uD800', '?');
                break;
        }

        lines[at] = string.Join('\t', fields);
        return Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + '\n')));
    }

    private static byte[] DoubledLine(byte[] bytes, Random random)
    {
        var lines = Encoding.UTF8.GetString(bytes).TrimEnd('\n').Split('\n').ToList();
        lines.Insert(random.Next(lines.Count + 1), lines[random.Next(lines.Count)]);
        return Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + '\n')));
    }

    private static byte[] Edited(byte[] bytes, Random random)
    {
        var root = JsonNode.Parse(bytes)!;
        var values = All(root).ToList();
        var edited = values[random.Next(values.Count)];
        JsonNode? value = random.Next(6) switch
        {
            0 => HostileNumbers[random.Next(HostileNumbers.Length)],
            1 => null,
            2 => new JsonArray(),
            3 => new JsonObject(),
            _ => HostileTexts[random.Next(HostileTexts.Length)],
        };
        switch (edited.Parent)
        {
            case JsonObject parent when random.Next(5) == 0:
                parent.Remove(edited.GetPropertyName());
                break;
            case JsonObject parent:
                parent[edited.GetPropertyName()] = value;
                break;
            case JsonArray parent when random.Next(3) == 0:
                parent.Insert(random.Next(parent.Count + 1), edited.DeepClone());
                break;
            case JsonArray parent:
                parent[edited.GetElementIndex()] = value;
                break;
        }

        return Encoding.UTF8.GetBytes(Written(root));
    }

    /// <summary>A member that stands there twice, as some readers take the first and others the last.</summary>
    private static byte[] Doubled(byte[] bytes, Random random)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var starts = Enumerable.Range(0, text.Length).Where(i => text[i] == '{' && i + 1 < text.Length && text[i + 1] == '"').ToList();
        if (starts.Count == 0)
        {
            return bytes;
        }

        var at = starts[random.Next(starts.Count)] + 1;
        var name = text[at..(text.IndexOf(':', at) + 1)];
        return Encoding.UTF8.GetBytes(
            text.Insert(at, $"{name}{JsonSerializer.Serialize(HostileTexts[random.Next(HostileTexts.Length)])},"));
    }

    private static string Written(JsonNode root)
    {
        try
        {
            return root.ToJsonString();
        }
        catch (ArgumentException)
        {
            return root.ToString().Replace('\uD800', '?'); // a lone surrogate has no JSON of its own
        }
    }

    private static IEnumerable<JsonNode> All(JsonNode root) => root switch
    {
        JsonObject map => map.Select(pair => pair.Value).OfType<JsonNode>().SelectMany(child => All(child).Prepend(child)),
        JsonArray list => list.OfType<JsonNode>().SelectMany(child => All(child).Prepend(child)),
        _ => [],
    };
}
