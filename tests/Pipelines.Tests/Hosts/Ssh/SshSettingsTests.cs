using Pipelines.Adapters.Configuration;
using Pipelines.Adapters.Hosts.Ssh;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Tests.Configuration;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Hosts.Ssh;

/// <summary>What a step is given takes precedence over the configuration file, and messages name the one that counts.</summary>
public sealed class SshSettingsTests
{
    private const string Section = "ssh: { key: env:FILE_KEY, known-hosts: of-the-file, config: nowhere }";

    [Fact]
    public void InputsComeBeforeTheFile()
    {
        var settings = Of(Section, (HostInputs.SshKey, new Secret("given")), (HostInputs.KnownHosts, "given-hosts"),
            (HostInputs.SshConfig, "Host *\n"));

        Assert.Equal(("given", "given-hosts", null, "Host *\n"),
            (settings.Key!.Reveal(), settings.KnownHosts, settings.Config, settings.ConfigText));
        Assert.Equal(("ssh-key", "known-hosts"), (settings.KeyName, settings.KnownHostsName));
        Assert.EndsWith($"Include \"/d/{SshConfig.Included}\"\nInclude /etc/ssh/ssh_config\n", SshConfig.Of("/d", settings, agent: null),
            StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNotGivenIsTakenFromTheFile()
    {
        var settings = Of(Section.Replace(", config: nowhere", "", StringComparison.Ordinal), (HostInputs.KnownHosts, "given-hosts"));

        Assert.Equal(("of the file", "given-hosts", null), (settings.Key!.Reveal(), settings.KnownHosts, settings.ConfigText));
        Assert.Equal(("environments.production.ssh.key", "known-hosts"), (settings.KeyName, settings.KnownHostsName));
    }

    [Fact]
    public void AGivenKeyNeedsNoSectionAndNoSecretOfTheFile()
    {
        Assert.Equal("given", Of("url: https://a.example", (HostInputs.SshKey, new Secret("given"))).Key!.Reveal());
        Assert.Equal("given", Of("ssh: { key: env:UNSET }", (HostInputs.SshKey, new Secret("given"))).Key!.Reveal());
        Assert.Throws<PipelineException>(() => Of("ssh: { key: env:UNSET }"));
    }

    [Fact]
    public void NothingAnywhereIsTheUsersOwn() =>
        Assert.Equal(new SshSettings(null, null, null, null), Of("url: https://a.example") with
        {
            KeyName = HostInputs.SshKey.Name,
            KnownHostsName = HostInputs.KnownHosts.Name,
        });

    [Fact]
    public void AFileThatIsNotThereIsNamed() => Assert.Contains("environments.production.ssh.config",
        Assert.Throws<PipelineException>(() => Of(Section)).Message, StringComparison.Ordinal);

    private static SshSettings Of(string lines, params IEnumerable<(Input Input, object Value)> given)
    {
        var config = Yaml.Sound(Yaml.Environment(lines));
        var values = given.ToDictionary(pair => pair.Input.Name, pair => (object?)pair.Value);
        values["environment"] = "production";
        var step = new StepContext(values, config, new RunContext("local"), new NullReporter())
        {
            Secrets = new SecretSource(name => name == "FILE_KEY" ? "of the file" : null, ".", new NullReporter()),
        };
        return SshSettings.Of(step.Settings, step);
    }
}
