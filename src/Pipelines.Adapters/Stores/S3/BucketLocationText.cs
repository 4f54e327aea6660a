using System.Globalization;
using System.Text.RegularExpressions;
using Pipelines.Configuration.Schema;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Stores;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>Parses <c>s3://BUCKET/PREFIX?region=eu-central-1&amp;endpoint=https://…</c>; reports all problems at once.</summary>
public static partial class BucketLocationText
{
    public const string Scheme = "s3";

    /// <summary>Maximum length of a prefix in bytes: the prefix and a store key together form an S3 key.</summary>
    public const int MaxPrefixBytes = 255;

    private const string CredentialsHint =
        "Remove them. Use AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile or a role; see the guide to stores.";

    private const int MostTags = 10;

    private static readonly Dictionary<string, Func<BucketLocation, string, BucketLocation?>> Options = new(StringComparer.Ordinal)
    {
        ["region"] = (location, text) => Word().IsMatch(text) ? location with { Region = text } : null,
        ["endpoint"] = (location, text) => Address(text) is { } url ? location with { Endpoint = url } : null,
        ["path-style"] = (location, text) => bool.TryParse(text, out var path) ? location with { PathStyle = path } : null,
        ["profile"] = (location, text) => location with { Profile = text },
        ["role"] = (location, text) => text.StartsWith("arn:", StringComparison.Ordinal) ? location with { Role = text } : null,
        ["id-token"] = (location, text) => NamePattern.Variable.Accepts(text) ? location with { IdToken = text } : null,
        ["sts-endpoint"] = (location, text) => Address(text) is { } url ? location with { StsEndpoint = url } : null,
        ["storage-class"] = (location, text) => Word().IsMatch(text) ? location with { StorageClass = text } : null,
        ["kms-key"] = (location, text) => location with { KmsKey = text },
        ["object-lock"] = (location, text) => ObjectLock.Parse(text) is { } objectLock ? location with { ObjectLock = objectLock } : null,
        ["tags"] = (location, text) => Tags(text) is { } tags ? location with { Tags = tags } : null,
        ["timeout"] = (location, text) =>
            Durations.TryParse(text, out var time) && time > TimeSpan.Zero ? location with { Timeout = time } : null,
    };

    /// <exception cref="PipelineException">Lists each problem.</exception>
    public static BucketLocation Parse(string text)
    {
        if (AddressCredentials.AreIn(text))
        {
            throw new PipelineException([new Problem("store", "the address has credentials in it.", CredentialsHint)]);
        }

        var parts = text[(Scheme.Length + "://".Length)..].Split('?', 2);
        var path = parts[0].Split('/', 2);
        var location = new BucketLocation(path[0], path.Length == 1 ? "" : path[1].TrimEnd('/'));
        var (problems, given) = (new List<Problem>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var option in parts.Length == 1 ? [] : parts[1].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = option.Split('=', 2);
            location = Read(location, pair, problems);
            if (!given.Add(pair[0]))
            {
                problems.Add(new Problem("store", $"\"{pair[0]}\" is given more than once.", "Give it once."));
            }
        }

        problems.AddRange(Problems(location));
        return problems.Count == 0 ? location : throw new PipelineException(problems);
    }

    private static BucketLocation Read(BucketLocation location, string[] option, List<Problem> problems)
    {
        var (name, value) = (option[0], option.Length == 1 ? "" : Uri.UnescapeDataString(option[1]));
        var read = Options.TryGetValue(name, out var reader);
        if (read && value.Length > 0 && !value.Any(char.IsControl) && reader!(location, value) is { } next)
        {
            return next;
        }

        if (AddressCredentials.AreIn(value))
        {
            problems.Add(new Problem("store", $"the address of {name} has credentials in it.", CredentialsHint));
            return location;
        }

        problems.Add(read
            ? new Problem("store", $"\"{value}\" is not a valid {name}.", $"Expected {Expected(name)}.")
            : new Problem("store", $"\"{name}\" is not an option of an S3 store.", NearestName.Hint(name, Options.Keys)));
        return location;
    }

    private static string Expected(string name) => name switch
    {
        "endpoint" or "sts-endpoint" => "an address such as https://s3.example.com, without a path or user",
        "path-style" => "true or false",
        "role" => "the ARN of a role",
        "id-token" => "the name of an environment variable",
        "object-lock" => "governance:TIME or compliance:TIME, the time such as 30d",
        "tags" => string.Create(CultureInfo.InvariantCulture, $"NAME=VALUE,NAME=VALUE, at most {MostTags}"),
        "timeout" => Durations.Expected,
        _ => "a name",
    };

    private static IEnumerable<Problem> Problems(BucketLocation location)
    {
        if (!Bucket().IsMatch(location.Bucket))
        {
            yield return new Problem("store", $"\"{location.Bucket}\" is not a valid bucket name.",
                "Expected s3://BUCKET/PREFIX, the bucket in lower case.");
        }

        if (PrefixProblem(location.Prefix) is { } problem)
        {
            yield return new Problem("store", $"\"{location.Prefix}\" is not a valid prefix: {problem}");
        }
    }

    private static string? PrefixProblem(string prefix) => StoreKey.PrefixProblem(prefix) is { } problem ? $"{problem}."
        : System.Text.Encoding.UTF8.GetByteCount(prefix) > MaxPrefixBytes ? $"it is longer than {MaxPrefixBytes} bytes."
        : null;

    private static Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && url is { PathAndQuery: "/", UserInfo: "", Fragment: "" } ? url : null;

    private static Dictionary<string, string>? Tags(string text)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        var whole = text.Split(',').All(tag => tag.Split('=', 2) is [{ Length: > 0 } name, var value] && tags.TryAdd(name, value));
        return whole && tags.Count <= MostTags ? tags : null;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex Bucket();

    [GeneratedRegex("^[A-Za-z0-9_-]+$")]
    private static partial Regex Word();
}
