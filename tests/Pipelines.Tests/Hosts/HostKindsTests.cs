using System.Diagnostics.CodeAnalysis;
using Pipelines.Configuration.Schema;
using Pipelines.Hosts;
using Pipelines.Steps;
using Pipelines.Tests.Configuration;

namespace Pipelines.Tests.Hosts;

/// <summary>An address belongs to the kind that recognizes it; what no kind does is one error that says what every kind expects.</summary>
public sealed class HostKindsTests
{
    private static readonly HostKinds Kinds = new([new Kind("moon"), new Kind("mars")]);

    [Theory]
    [InlineData("moon:1", "moon moon:1")]
    [InlineData("mars:1", "mars mars:1")]
    [InlineData("venus:1", "f:1:7: key[0]: expected moon:N; mars:N, found \"venus:1\".")]
    [InlineData("mars:x", "f:1:7: key[0]: \"x\" is no number.")]
    public void AnAddressIsOfTheKindThatRecognizesIt(string text, string read) =>
        Assert.Equal(read, Yaml.Value(Kinds.Hosts.Shape, $"[\"{text}\"]", hosts => $"{((Kind)hosts[0].Kind).Scheme} {hosts[0].Text}"));

    [Fact]
    public void LocalIsAKind() => Assert.Contains("local: for this machine, or local:/path for a root of its own",
        Yaml.Schema.EnvironmentKeys.Single(key => key.Name == "hosts").Expected, StringComparison.Ordinal);

    private sealed class Kind(string scheme) : IHostKind
    {
        public string Scheme => scheme;

        public string Expected => $"{scheme}:N";

        public bool TryParse(string text, [NotNullWhen(true)] out HostAddress? address, out string? error)
        {
            var rest = text.StartsWith($"{scheme}:", StringComparison.Ordinal) ? text[(scheme.Length + 1)..] : null;
            var sound = rest is not null && rest.All(char.IsAsciiDigit);
            error = rest is null || sound ? null : $"\"{rest}\" is no number.";
            address = sound ? new HostAddress(this, text, scheme, Root: null) : null;
            return sound;
        }

        public IHost Open(HostAddress address, HostSpec spec, ConfigRecord environment, StepContext step) =>
            throw new NotSupportedException();
    }
}
