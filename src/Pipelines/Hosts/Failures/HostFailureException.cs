namespace Pipelines.Hosts.Failures;

/// <summary>A release that does not work on a host: it did not start, or did not prove itself. The release is at fault, not the
/// host.</summary>
public sealed class HostFailureException(string host, string reason) : Exception($"{host}: {reason}");
