using System.Text;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Hosts.Services;
using Pipelines.Hosts.Traffic;

namespace Pipelines.Operations;

/// <summary>The commands that a deployment runs through sudo, and the text that allows a user just these.</summary>
internal static class SudoRules
{
    private const string Sudo = "sudo";

    /// <summary>Characters that mean nothing in a list of arguments of sudoers.</summary>
    private const string Harmless = "/._@%+-";

    /// <summary>Where systemctl is.</summary>
    private static readonly string[] s_places = ["/usr/bin/", "/bin/"];

    /// <summary>Every command, with its absolute path and all of its arguments; empty when nothing needs root.</summary>
    /// <param name="spec">How the app is deployed.</param>
    /// <param name="placeholders">Those that are known before any deployment.</param>
    /// <exception cref="PipelineException">A configured command cannot be allowed without allowing more.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Of(HostSpec spec, Placeholders placeholders)
    {
        var units = spec.Service is ServiceSpec.Systemd systemd ? Units(spec, systemd.Unit, placeholders) : [];
        var ofSystemd = units.SelectMany(unit => new SystemdCommands(unit, (spec.Service as ServiceSpec.Systemd)!.Generated).All)
            .SelectMany(line => s_places.Select(where => (IReadOnlyList<string>)[where + line[0], .. line.Skip(1)]));
        var ofTheFile = Lines(spec).Where(line => line[0] == Sudo).SelectMany(line => Named(spec, line, placeholders));
        return [.. ofSystemd.Concat(ofTheFile).DistinctBy(Rule)];
    }

    /// <summary>The contents of a file of sudoers.</summary>
    public static string Text(string user, IEnumerable<IReadOnlyList<string>> commands) =>
        string.Concat(commands.Select(line => $"{user} ALL=(root) NOPASSWD: {Rule(line)}\n"));

    /// <summary>The units of all slots.</summary>
    public static IReadOnlyList<string> Units(HostSpec spec, string unit, Placeholders placeholders) =>
        [.. spec.Slots.Select(slot => placeholders.With("slot", slot.Name).Expand(unit)).Distinct()];

    private static string Rule(IReadOnlyList<string> line) =>
        string.Join(' ', line.Count == 1 ? [Escaped(line[0]), "\"\""] : line.Select(Escaped));

    private static string Escaped(string word)
    {
        var text = new StringBuilder();
        foreach (var c in word)
        {
            text.Append(char.IsAsciiLetterOrDigit(c) || Harmless.Contains(c, StringComparison.Ordinal) ? $"{c}" : $"\\{c}");
        }

        return text.ToString();
    }

    /// <summary>Every command of the file that a host runs.</summary>
    private static IEnumerable<IReadOnlyList<string>> Lines(HostSpec spec)
    {
        IReadOnlyList<string>?[] lines =
        [
            .. spec.Service is ServiceSpec.Commands own ? [own.Start, own.Stop, own.Status] : Array.Empty<IReadOnlyList<string>>(),
            spec.Traffic switch
            {
                TrafficSpec.Command command => command.Line,
                TrafficSpec.Symlink link => link.Reload,
                TrafficSpec.Nginx nginx => nginx.Reload,
                _ => null,
            },
            spec.Install, .. spec.Hooks.Values.Select(hook => hook.Command),
        ];
        return lines.OfType<IReadOnlyList<string>>();
    }

    /// <summary>A command of the file, once for each slot. Options of sudo itself may stand before it.</summary>
    private static IEnumerable<IReadOnlyList<string>> Named(HostSpec spec, IReadOnlyList<string> line, Placeholders placeholders)
    {
        var words = line.Skip(1).SkipWhile(word => word is "-n" or "--non-interactive" or "--").ToList();
        if (words is not [['/', ..], ..] || words.Exists(word => word.Any(char.IsControl)))
        {
            throw PipelineException.BadInput(string.Join(' ', line),
                "cannot be allowed to a user. Expected the absolute path of a program after sudo, such as sudo /usr/sbin/nginx -s reload.");
        }

        foreach (var slot in spec.Slots)
        {
            var known = placeholders.With("slot", slot.Name);
            known = slot.Port is { } port ? known.With(SlotPlaceholders.Port, $"{port}") : known;
            yield return [.. words.Select(known.Expand)];
        }
    }
}
