namespace Pipelines.Tests.Fuzz;

/// <summary>Something that reads what a network, a service or a file says.</summary>
/// <param name="Sound">Inputs that it understands.</param>
/// <param name="ReadAsync">Reads one; throws what a caller does not expect.</param>
internal sealed record FuzzTarget(IReadOnlyList<byte[]> Sound, Func<byte[], Task> ReadAsync);
