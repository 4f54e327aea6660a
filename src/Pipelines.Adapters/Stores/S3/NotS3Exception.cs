namespace Pipelines.Adapters.Stores.S3;

/// <summary>What answers is no S3 server, such as the login page of a network, or a proxy's own page.</summary>
/// <param name="message">What its response lacks.</param>
/// <param name="inner">What the client made of it; null where it accepted the response.</param>
internal sealed class NotS3Exception(string message, Exception? inner = null) : IOException(message, inner);
