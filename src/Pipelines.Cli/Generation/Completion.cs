using System.Text;
using Pipelines.Steps;

namespace Pipelines.Cli.Generation;

/// <summary>Completion scripts for shells, generated from the step definitions; no process is started while typing.</summary>
internal static class Completion
{
    public static string Bash(IReadOnlyList<StepDefinition> steps)
    {
        var text = new StringBuilder();
        text.AppendLine("# bash completion for pipelines:  source <(pipelines completion --shell bash)");
        text.AppendLine("_pipelines() {");
        text.AppendLine(
            "  local words=\"${COMP_WORDS[*]:1:COMP_CWORD-1}\" current=\"${COMP_WORDS[COMP_CWORD]}\" "
            + "previous=\"${COMP_WORDS[COMP_CWORD-1]}\" candidates=\"\"");
        text.AppendLine("  case \"$previous\" in");
        foreach (var input in steps.SelectMany(step => step.AllInputs).Where(input => input.Choices is not null)
            .DistinctBy(input => input.Name))
        {
            text.AppendLine($"    --{input.Name}) candidates=\"{string.Join(' ', input.Choices!)}\" ;;");
        }

        text.AppendLine("    --output) candidates=\"text json\" ;;");
        text.AppendLine("    *) case \"$words \" in");
        foreach (var step in steps.OrderByDescending(step => step.Name.Length))
        {
            text.AppendLine($"      \"{step.Name} \"*) candidates=\"{Words(step, steps)}\" ;;");
        }

        foreach (var group in Groups(steps))
        {
            text.AppendLine($"      \"{group} \"*) candidates=\"{Next(steps, [group])} --help\" ;;");
        }

        text.AppendLine($"      *) candidates=\"{Next(steps, [])} --help --version\" ;;");
        text.AppendLine("    esac ;;");
        text.AppendLine("  esac");
        text.AppendLine("  mapfile -t COMPREPLY < <(compgen -W \"$candidates\" -- \"$current\")");
        text.AppendLine("}");
        text.AppendLine("complete -o default -F _pipelines pipelines");
        return text.ToString();
    }

    public static string Zsh(IReadOnlyList<StepDefinition> steps) =>
        $"# zsh completion for pipelines:  source <(pipelines completion --shell zsh)\nautoload -Uz bashcompinit && "
            + $"bashcompinit\n{Bash(steps)}";

    public static string Fish(IReadOnlyList<StepDefinition> steps)
    {
        var text = new StringBuilder("# fish completion for pipelines:  pipelines completion --shell fish | source\n");
        foreach (var group in Groups(steps))
        {
            text.AppendLine($"complete -c pipelines -f -n __fish_use_subcommand -a {group}");
        }

        foreach (var step in steps)
        {
            var words = step.Name.Split(' ');
            var before = words.Length == 1 ? "__fish_use_subcommand" : $"__fish_seen_subcommand_from {words[0]}";
            text.AppendLine($"complete -c pipelines -f -n '{before}' -a {words[^1]} -d '{Plain(step.Summary)}'");
            foreach (var input in step.AllInputs.Where(input => !input.IsSecret))
            {
                var choices = input.Choices is null ? "" : $" -x -a '{string.Join(' ', input.Choices)}'";
                text.AppendLine(
                    $"complete -c pipelines -n '__fish_seen_subcommand_from {words[^1]}' -l {input.Name}{choices} -d "
                    + $"'{Plain(input.Summary)}'");
            }
        }

        return text.ToString();
    }

    /// <summary>First words that are not steps themselves.</summary>
    private static IEnumerable<string> Groups(IReadOnlyList<StepDefinition> steps) =>
        steps.Select(step => step.Name.Split(' ')[0]).Distinct().Where(word => steps.All(step => step.Name != word));

    private static string Plain(string text) => text.Replace('\'', '’');

    private static string Words(StepDefinition step, IReadOnlyList<StepDefinition> steps) => string.Join(
        ' ', step.AllInputs.Where(input => !input.IsSecret).Select(input => $"--{input.Name}").Append("--output").Append("--help")
            .Concat(Next(steps, step.Name.Split(' ')).Split(' ')).Where(word => word.Length > 0));

    /// <summary>The words that can follow those already typed.</summary>
    private static string Next(IReadOnlyList<StepDefinition> steps, string[] typed) => string.Join(' ', steps
        .Select(step => step.Name.Split(' '))
        .Where(words => words.Length > typed.Length && words.Take(typed.Length).SequenceEqual(typed))
        .Select(words => words[typed.Length]).Distinct());
}
