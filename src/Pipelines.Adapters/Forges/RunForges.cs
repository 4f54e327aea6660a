using System.Collections.Concurrent;
using Pipelines.Adapters.Forges.GitHub;
using Pipelines.Adapters.Forges.GitLab;
using Pipelines.Forges;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Forges;

/// <summary>The platform of this run, by the variables that it sets. This is the only place where it is chosen.</summary>
/// <param name="http">Must not follow redirects.</param>
/// <param name="variable">Looks up an environment variable.</param>
/// <param name="clock">For retries, and for what is remembered for a while.</param>
public sealed class RunForges(Lazy<HttpClient> http, Func<string, string?> variable, TimeProvider clock) : IForges
{
    private readonly ConcurrentDictionary<string, IForge> _forges = new(StringComparer.Ordinal);

    public IForge For(Secret? token) => _forges.GetOrAdd(token?.Reveal() ?? "", _ =>
        GitHubTarget.IsNamed(variable) ? new GitHubForge(http, variable, token, clock)
        : GitLabTarget.IsNamed(variable) ? new GitLabForge(http, variable, token, clock)
        : new NoForge());
}
