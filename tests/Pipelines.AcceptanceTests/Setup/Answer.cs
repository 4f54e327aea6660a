namespace Pipelines.AcceptanceTests.Setup;

/// <summary>What the test service says of itself.</summary>
/// <param name="Version">From a file of the release in which it runs.</param>
/// <param name="Release">From its environment.</param>
/// <param name="Pid">Its process.</param>
internal sealed record Answer(string Version, string Release, int Pid);
