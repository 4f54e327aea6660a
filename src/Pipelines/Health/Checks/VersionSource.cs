using Pipelines.Errors;

namespace Pipelines.Health.Checks;

/// <summary>Where an HTTP response reports its version: <c>header:NAME</c>, <c>json:PATH</c> or <c>body</c>.</summary>
public abstract record VersionSource
{
    private VersionSource()
    {
    }

    /// <exception cref="PipelineException">None of the three forms.</exception>
    public static VersionSource Parse(string text) => text.Split(':', 2) switch
    {
        ["header", { Length: > 0 } name] => new Header(name),
        ["json", { Length: > 0 } path] => new Json(JsonPath.Parse(path)),
        ["body"] => new Body(),
        _ => throw PipelineException.BadInput("version-from", $"\"{text}\" is not a valid place. Expected header:NAME, json:PATH or body."),
    };

    /// <summary>The version there; null if there is none.</summary>
    public abstract string? Find(HttpAnswer answer);

    public sealed override string ToString() => Text;

    protected abstract string Text { get; }

    private static string? Said(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    /// <summary>The value of a header.</summary>
    public sealed record Header(string Name) : VersionSource
    {
        protected override string Text => $"header {Name}";

        public override string? Find(HttpAnswer answer) => Said(answer.Header(Name));
    }

    /// <summary>The value at a path of a JSON body.</summary>
    public sealed record Json(JsonPath Path) : VersionSource
    {
        protected override string Text => $"JSON {Path}";

        public override string? Find(HttpAnswer answer) => Said(answer.Json(Path));
    }

    /// <summary>The whole body, trimmed.</summary>
    public sealed record Body : VersionSource
    {
        protected override string Text => "the body";

        public override string? Find(HttpAnswer answer) => Said(answer.Body);
    }
}
