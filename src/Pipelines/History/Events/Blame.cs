using System.Text.Json.Serialization;

namespace Pipelines.History.Events;

/// <summary>What a failure is put down to, by what has worked before.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Blame>))]
public enum Blame
{
    /// <summary>The release: the configuration has worked with another one. It is known bad.</summary>
    [JsonStringEnumMemberName("release")]
    Release,

    /// <summary>The configuration: the release has worked with another one.</summary>
    [JsonStringEnumMemberName("configuration")]
    Configuration,

    /// <summary>One of the two: neither has worked before. The same release is not tried again with the same configuration.</summary>
    [JsonStringEnumMemberName("release-or-configuration")]
    ReleaseOrConfiguration,

    /// <summary>The host: it could not do what it was asked to.</summary>
    [JsonStringEnumMemberName("host")]
    Host,
}
