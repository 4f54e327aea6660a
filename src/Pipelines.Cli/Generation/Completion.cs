using System.Text;
using Pipelines.Steps;

namespace Pipelines.Cli.Generation;

/// <summary>Completion scripts for shells, generated from the step definitions; only names of a project are asked of the program.</summary>
internal static class Completion
{
    public static string Bash(IReadOnlyList<StepDefinition> steps)
    {
        var text = new StringBuilder();
        text.AppendLine("# bash completion for pipelines:  source <(pipelines completion --shell bash)");
        text.AppendLine("""
            _pipelines_values() { # of the file and the app that were typed; names have letters, digits and dashes
              local given=() i
              for ((i = 1; i < COMP_CWORD - 1; i++)); do
                case "${COMP_WORDS[i]}" in --config | --app | --store) given+=("${COMP_WORDS[i]}" "${COMP_WORDS[i + 1]}") ;; esac
              done
              timeout 3 "${COMP_WORDS[0]}" completion values "$1" "${given[@]}" 2>/dev/null
            }
            """);
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

        foreach (var input in Completed(steps))
        {
            text.AppendLine($"    --{input.Name}) candidates=\"$(_pipelines_values {input.Completion})\" ;;");
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
                var choices = input.Choices is not null ? $" -x -a '{string.Join(' ', input.Choices)}'"
                    : input.Completion is not null ? $" -x -a '(pipelines completion values {input.Completion} 2>/dev/null)'" : "";
                text.AppendLine(
                    $"complete -c pipelines -n '__fish_seen_subcommand_from {words[^1]}' -l {input.Name}{choices} -d "
                    + $"'{Plain(input.Summary)}'");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<Input> Completed(IReadOnlyList<StepDefinition> steps) =>
        steps.SelectMany(step => step.AllInputs).Where(input => input.Completion is not null).DistinctBy(input => input.Name);

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
