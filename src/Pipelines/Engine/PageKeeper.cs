using Pipelines.Errors;
using Pipelines.Forges;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Reporting;

namespace Pipelines.Engine;

/// <summary>Keeps the platform's page of environments up to date. It never fails a deployment, nor holds it up for long: what could not be
/// shown becomes a warning, what the token may not do a line of the log.</summary>
/// <param name="pages">Opens the page; null when there is none for this run.</param>
/// <param name="environmentUrl">Where people find what is deployed; null for none.</param>
/// <param name="reporter">Told what could not be shown.</param>
/// <param name="clock">For the limit.</param>
public sealed class PageKeeper(Func<IDeploymentPages?> pages, string? environmentUrl, IReporter reporter, TimeProvider clock)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Shows a deployment that begins; its id there, or null when it is not shown by us.</summary>
    public Task<string?> OpenAsync(DeployRequest request, DeploymentRecord record, CancellationToken cancellation) =>
        TryAsync((page, token) => page.OpenAsync(Entry(request, record), token), cancellation);

    /// <summary>Shows how one ended that was shown.</summary>
    public Task CloseAsync(DeployRequest request, DeploymentRecord record, CancellationToken cancellation) =>
        record.Find<DeploymentEvent.Shown>() is not { } shown
        ? Task.CompletedTask
        : TryAsync(async (page, token) =>
        {
            await page.CloseAsync(shown.Page, Entry(request, record), token);
            return "";
        }, cancellation);

    private PageEntry Entry(DeployRequest request, DeploymentRecord record) =>
        new(record.Id, request.Environment, State(record.Result),
            reporter.Redact(record.Failure ?? DeploymentText.Describe(record.Events[^1].Event)))
    {
        IsRollback = record.Request.IsRollback,
        Commit = record.Request.Commit,
        Ref = record.Request.Ref,
        LogUrl = record.Request.RunUrl,
        EnvironmentUrl = environmentUrl,
    };

    private static PageState State(DeploymentResult result) => result switch
    {
        DeploymentResult.Running => PageState.InProgress,
        DeploymentResult.Succeeded => PageState.Success,
        DeploymentResult.Blocked => PageState.Inactive,
        DeploymentResult.RollbackFailed => PageState.Error,
        _ => PageState.Failure,
    };

    private async Task<string?> TryAsync(Func<IDeploymentPages, CancellationToken, Task<string?>> show, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return pages() is { } page ? await show(page, either.Token) : null;
        }
        catch (PipelineException e) when (e.ExitCode == ExitCode.BadInput)
        {
            // most workflows give their token no right to it
            reporter.Info(
                $"this step does not show the deployment on the platform's page of environments; a job with an environment of its own is "
                + $"shown all the same. {e.Message}");
        }
        catch (PipelineException e)
        {
            reporter.Warning(
                e.Problems[0] with { Where = "page of environments", What = $"the deployment is not shown there: {e.Problems[0].What}" });
        }
        catch (OperationCanceledException)
        {
            reporter.Warning(
                new Problem("page of environments",
                $"the deployment is not shown there: it was cancelled, or took longer than {Limit.ForPeople()}."));
        }

        return null;
    }
}
