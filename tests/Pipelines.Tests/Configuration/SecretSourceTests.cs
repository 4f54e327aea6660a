using Pipelines.Adapters.Configuration;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Configuration;

public sealed class SecretSourceTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly RecordingReporter _reporter = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("env:TOKEN", "hunter2 ")]
    [InlineData("file:token", "from a file")]
    [InlineData("file:two", "one\ntwo")]
    public void ASecretIsMaskedBeforeItIsHandedOut(string reference, string value)
    {
        File.WriteAllText(_directory["token"], "from a file\r\n");
        File.WriteAllText(_directory["two"], "one\ntwo\n");
        var secret = Resolve(reference);
        Assert.Equal((value, "***"), (secret.Reveal(), $"{secret}"));
        Assert.Same(secret, Assert.Single(_reporter.Masked));
    }

    [Theory]
    [InlineData("env:ABSENT",
        "env:ABSENT: the environment variable ABSENT is not set. Set it in the job, from one of the platform's secrets.")]
    [InlineData("env:EMPTY",
        "env:EMPTY: the environment variable EMPTY is not set. Set it in the job, from one of the platform's secrets.")]
    [InlineData("file:empty", "file:empty: the file is empty.")]
    [InlineData("file:absent", "file:absent: the file cannot be read: Could not find file '{0}/absent'.")]
    [InlineData("file:.", "file:.: the file cannot be read: Access to the path '{0}")]
    public void AMissingSecretIsBadInputThatNamesItsReference(string reference, string message)
    {
        File.WriteAllText(_directory["empty"], "\n");
        var failure = Assert.Throws<PipelineException>(() => Resolve(reference));
        Assert.StartsWith(message.Replace("{0}", _directory.Path, StringComparison.Ordinal), failure.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, failure.ExitCode);
        Assert.Empty(_reporter.Masked);
    }

    [Theory]
    [InlineData("env:NAME", "env:NAME")]
    [InlineData("file:a:b", "file:a:b")]
    [InlineData("env:", null)]
    [InlineData("env:A B", null)]
    [InlineData("env:NAME\n", null)]
    [InlineData("file:", null)]
    [InlineData("Env:NAME", null)]
    [InlineData("NAME", null)]
    public void AReferenceIsAVariableOrAFile(string text, string? reference) =>
        Assert.Equal(reference, SecretReference.TryParse(text, out var parsed) ? $"{parsed}" : null);

    private Secret Resolve(string reference)
    {
        var variables = new Dictionary<string, string> { ["TOKEN"] = "hunter2 ", ["EMPTY"] = "" };
        Assert.True(SecretReference.TryParse(reference, out var parsed));
        return new SecretSource(variables.GetValueOrDefault, _directory.Path, _reporter).Resolve(parsed);
    }
}
