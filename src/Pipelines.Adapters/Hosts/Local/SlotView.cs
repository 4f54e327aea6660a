using System.Collections;
using System.Globalization;
using Pipelines.Adapters.Hosts.Services;
using Pipelines.Configuration;
using Pipelines.Hosts;
using Pipelines.Hosts.Services;
using Pipelines.Hosts.Variables;
using Pipelines.Processes;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>What stands in a slot: its release, its environment, and commands that run there.</summary>
/// <param name="layout">Where everything is.</param>
/// <param name="spec">How what is in the slot runs.</param>
/// <param name="name">Name of the Slot.</param>
/// <param name="job">On whose behalf.</param>
internal sealed class SlotView(HostLayout layout, HostSpec spec, string name, HostJob job)
{
    public Slot Slot { get; } = spec.SlotOf(name);

    public HostSpec Spec => spec;

    /// <summary>The release that the slot's link leads to; null when it is empty, or leads elsewhere.</summary>
    public string? Release => layout.ReleaseOf(layout.SlotLink(Slot.Name));

    public IReadOnlyDictionary<string, string> Environment => Credentials.Count == 0
        ? EnvironmentFile.Read(layout.SlotEnvironment(Slot.Name))
        : new Dictionary<string, string>(EnvironmentFile.Read(layout.SlotEnvironment(Slot.Name)))
        {
            [CredentialFiles.Variable] = layout.SlotCredentials(Slot.Name),
        };

    /// <summary>Names of the secret variables that the service gets as files.</summary>
    public IReadOnlyList<string> Credentials => spec.Service is ServiceSpec.Systemd { Generated.Credentials: var names } ? names : [];

    /// <summary>Values for <c>{…}</c> in configured texts, for a release in this Slot.</summary>
    public Placeholders Placeholders(string release)
    {
        var values = new Dictionary<string, string>
        {
            ["app"] = job.App,
            ["environment"] = job.Environment,
            ["release"] = release,
            ["deployment"] = job.Deployment,
            ["slot"] = Slot.Name,
            ["root"] = layout.Root,
            ["commit"] = job.Commit ?? "",
        };
        if (Slot.Port is { } port)
        {
            values["port"] = port.ToString(CultureInfo.InvariantCulture);
        }

        return new Placeholders(values);
    }

    /// <summary>The variables that a deployment brings for this slot, secrets and ours included.</summary>
    public IReadOnlyDictionary<string, string> Variables(string release)
    {
        var placeholders = Placeholders(release);
        var variables = spec.Variables.ToDictionary(
            pair => pair.Key,
            pair => pair.Value.Text is { } text ? placeholders.Expand(text) : job.Secrets[pair.Key].Reveal());
        variables[HostVariables.App] = job.App;
        variables[HostVariables.Environment] = job.Environment;
        variables[HostVariables.Release] = release;
        variables[HostVariables.Deployment] = job.Deployment;
        variables[HostVariables.Commit] = job.Commit ?? "";
        variables[HostVariables.Slot] = Slot.Name;
        if (Slot.Port is { } port)
        {
            variables[HostVariables.Port] = port.ToString(CultureInfo.InvariantCulture);
        }

        return variables;
    }

    /// <summary>A command that runs in a release directory.</summary>
    /// <param name="line">Program and arguments. A relative program with a slash is looked up in the release.</param>
    /// <param name="release">The release whose directory and placeholders count.</param>
    /// <param name="variables">Its environment; of ours it gets a few harmless variables only.</param>
    /// <param name="directory">Another directory than the release's; null for that.</param>
    public ProcessCommand Command(IReadOnlyList<string> line, string release, IReadOnlyDictionary<string, string> variables,
        string? directory = null) => Program([.. line.Select(Placeholders(release).Expand)], release, variables, directory);

    /// <summary>As <see cref="Command"/>, of words in which nothing is to be replaced any more.</summary>
    public ProcessCommand Program(IReadOnlyList<string> words, string release, IReadOnlyDictionary<string, string> variables,
        string? directory = null)
    {
        directory ??= layout.Release(release);
        var program = words[0].Contains('/', StringComparison.Ordinal) ? Path.GetFullPath(words[0], directory) : words[0];
        var environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => (string)entry.Key).Except(HostVariables.Inherited)
            .ToDictionary(name => name, string? (_) => null);
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        return new ProcessCommand(program, [.. words.Skip(1)]) { WorkingDirectory = Directory.Exists(directory)
            ? directory : layout.Root, Environment = environment };
    }
}
