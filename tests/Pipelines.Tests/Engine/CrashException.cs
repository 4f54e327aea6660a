namespace Pipelines.Tests.Engine;

/// <summary>The process dies here: nothing of the product catches it.</summary>
internal sealed class CrashException() : Exception("killed");
