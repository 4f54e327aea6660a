using System.Globalization;
using System.Text.Json.Nodes;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Configuration.Schema;

/// <summary>Shapes shared by several sections.</summary>
public static class Shapes
{
    public static Shape<string> Text { get; } = Scalar("a string", (string text, out string value) =>
    {
        value = text;
        return true;
    });

    public static Shape<bool> Boolean { get; } = Scalar("true or false", (string text, out bool value) =>
    {
        value = text == "true";
        return text is "true" or "false";
    }, () => new JsonObject { ["type"] = "boolean" });

    public static Shape<TimeSpan> Duration { get; } = Scalar<TimeSpan>(
        Durations.Expected, Durations.TryParse, () => Matching(Durations.Form));

    /// <summary>A command: a list of arguments, or one string that is split at spaces outside quotes.</summary>
    public static Shape<IReadOnlyList<string>> Command { get; } = new CommandShape();

    public static Shape<SecretReference> Secret { get; } =
        new ScalarShape<SecretReference>(SecretReference.Expected, (string text, out SecretReference value, out string? error) =>
        {
            var sound = SecretReference.TryParse(text, out value!);
            error = sound || text.StartsWith("env:", StringComparison.Ordinal) || text.StartsWith("file:", StringComparison.Ordinal)
                ? null
                : $"expected {SecretReference.Expected}. The value is not shown, because it may be the secret itself.";
            return sound;
        }, () => Matching(SecretReference.SchemaPattern));

    /// <summary>The URL of a page. Credentials in it are rejected, because it is displayed.</summary>
    public static Shape<string> Url { get; } = new ScalarShape<string>(
        "an address starting with https:// or http://, without a password",
        (string text, out string value, out string? error) =>
        {
            value = text;
            error = AddressCredentials.AreIn(text)
                ? "the address has credentials in it. Expected one without them, because it is displayed."
                : null;
            return error is null && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
                && uri.UserInfo.Length == 0;
        },
        () => Matching("^https?://"));

    public static Shape<int> Integer(int least, int most) => Scalar(
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"),
        (string text, out int value) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= least && value <= most,
        () => new JsonObject { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most });

    public static Shape<string> Name(NamePattern pattern) => Scalar(
        pattern.Expected,
        (string text, out string value) =>
        {
            value = text;
            return pattern.Accepts(text);
        },
        () => Matching(pattern.Pattern));

    /// <summary>One of a closed set of names. An array, because iterators over pairs would be left to the JIT at every start.</summary>
    public static Shape<T> Choice<T>(params (string Name, T Value)[] choices)
    {
        var names = Array.ConvertAll(choices, choice => choice.Name);
        return new ScalarShape<T>(
            $"one of {string.Join(", ", names)}",
            (string text, out T value, out string? error) =>
            {
                var found = Array.Find(choices, choice => choice.Name == text);
                value = found.Value;
                error = found.Name is null ? $"\"{text}\" is not valid. {NearestName.Hint(text, names)}" : null;
                return error is null;
            },
            () => new JsonObject { ["enum"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]) });
    }

    public static Shape<IReadOnlyList<T>> List<T>(Shape<T> item) => new ListShape<T>(item, mayBeEmpty: true);

    /// <summary>A list that would be meaningless or unintended if empty.</summary>
    public static Shape<IReadOnlyList<T>> Some<T>(Shape<T> item) => new ListShape<T>(item, mayBeEmpty: false);

    public static Shape<IReadOnlyDictionary<string, T>> Map<T>(Shape<T> item, NamePattern? names = null) => new MapShape<T>(item, names);

    /// <summary>A case of <see cref="OneOf"/> without further keys.</summary>
    public static Case<T> Case<T, TValue>(Key<TValue> key, Func<TValue, T> make)
        where TValue : class => new(key, [], record => make(record.Require(key)));

    /// <summary>A mapping with the key of exactly one case.</summary>
    /// <param name="expected">A description of the mapping, such as <c>a service</c>.</param>
    /// <param name="cases">The cases, in the order of the reference.</param>
    /// <param name="common">Keys that all cases have.</param>
    /// <param name="finish">Adds the common keys to the value; null for none.</param>
    public static RecordShape<T> OneOf<T>(string expected, IReadOnlyList<Case<T>> cases, IReadOnlyList<Key>? common = null,
        Func<ConfigRecord, T, T>? finish = null)
    {
        return new(expected, [.. cases.Select(each => each.Key), .. cases.SelectMany(each => each.Options), .. common ?? []], Build)
        {
            IsChoice = true,
        };

        bool Build(ConfigRecord record, ConfigReading reading, out T value)
        {
            value = default!;
            var found = cases.Where(each => record.Has(each.Key)).ToList();
            if (found is not [var one])
            {
                return reading.Fail(record.Path, record.At,
                    $"expected exactly one of {Names(cases)}, found {(found.Count == 0 ? "none" : Names(found, " and "))}.");
            }

            foreach (var other in cases.Where(other => other != one))
            {
                if (other.Options.FirstOrDefault(record.Has) is { } misplaced)
                {
                    return Fail(misplaced, $"is only for {other.Key.Name}.");
                }
            }

            value = finish is null ? one.Read(record) : finish(record, one.Read(record));
            return one.Problem(record) is not var (key, what) || Fail(key, what);

            bool Fail(Key key, string what) => reading.Fail(record.PathOf(key), record.PositionOf(key), what);
        }

        static string Names(IEnumerable<Case<T>> cases, string separator = ", ") =>
            string.Join(separator, cases.Select(each => each.Key.Name));
    }

    /// <param name="expected">A description of the mapping, such as <c>a calendar</c>.</param>
    /// <param name="keys">All keys.</param>
    /// <param name="build">Creates the value from the keys.</param>
    /// <param name="alsoKnown">Names of keys that are read before; null for none.</param>
    public static RecordShape<T> Record<T>(string expected, IReadOnlyList<Key> keys, Func<ConfigRecord, T> build,
        IReadOnlyList<string>? alsoKnown = null) =>
        new(expected, keys, (ConfigRecord record, ConfigReading _, out T value) =>
        {
            value = build(record);
            return true;
        })
        {
            AlsoKnown = alsoKnown ?? [],
        };

    public static Shape<T> Scalar<T>(string expected, SimpleParser<T> parse, Func<JsonObject>? schema = null) =>
        new ScalarShape<T>(expected, (string text, out T value, out string? error) =>
        {
            error = null;
            return parse(text, out value);
        }, schema);

    private static JsonObject Matching(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };
}
