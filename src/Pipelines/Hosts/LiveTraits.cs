namespace Pipelines.Hosts;

/// <summary>How the live release runs, which need not be how the file says it today.</summary>
/// <param name="HasService">Whether something runs that has to be stopped and started.</param>
/// <param name="HasChecks">Whether it has health checks of its own.</param>
public sealed record LiveTraits(bool HasService, bool HasChecks);
