using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Health.Checks;

/// <summary>A GET request to an address, and the expected response.</summary>
/// <param name="Url">Absolute <c>http://</c> or <c>https://</c> address; may contain placeholders.</param>
public sealed record HttpCheck(string Url) : HealthCheck
{
    /// <summary>Headers to send in addition to the usual ones. They are not sent to another server after a redirect.</summary>
    public IReadOnlyDictionary<string, Secret> Sends { get; init; } = new Dictionary<string, Secret>();

    public HttpExpectation Expect { get; init; } = new();

    /// <summary>True to follow redirects and check the final response.</summary>
    public bool FollowRedirects { get; init; }

    /// <summary>True to accept any certificate.</summary>
    public bool Insecure { get; init; }

    public override string Description => $"GET {WithoutUser()}";

    /// <summary>The address, after its placeholders are replaced.</summary>
    /// <exception cref="PipelineException">It is not an absolute http or https address.</exception>
    public Uri Address() =>
        Uri.TryCreate(Url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw PipelineException.BadInput(Title, "not a valid address. Expected http://host[:port]/path or https://host[:port]/path.");

    protected override HealthCheck ExpandOwn(Placeholders values) => this with { Url = values.Expand(Url), Expect = Expect.Expand(values) };

    /// <summary>The address for people: the part before an <c>@</c> may be a password.</summary>
    private string WithoutUser()
    {
        var start = Url.IndexOf("//", StringComparison.Ordinal) + 2;
        var path = start < 2 ? -1 : Url.IndexOfAny(['/', '?', '#'], start);
        var at = Url.LastIndexOf('@', path < 0 ? Url.Length - 1 : path);
        return start < 2 || at < start ? Url : Url[..start] + Url[(at + 1)..];
    }
}
