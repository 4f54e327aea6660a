namespace Pipelines.Hosts.Services;

/// <summary>A systemd unit that is generated for the app, with as few rights as it can do with.</summary>
/// <param name="Start">Program and arguments; may hold placeholders. A relative program with a slash is looked up in the release.</param>
/// <param name="User">The user it runs as; null for one that systemd makes up, or with shared paths the one who deploys.</param>
/// <param name="StopWithin">From TERM to KILL.</param>
/// <param name="Credentials">Secret variables that it gets as files and not as variables.</param>
/// <param name="Listen">Where systemd listens for it, so that connections wait while it is started again; null for nowhere.</param>
public sealed record UnitSpec(
    IReadOnlyList<string> Start, string? User, TimeSpan StopWithin, IReadOnlyList<string> Credentials, string? Listen);
