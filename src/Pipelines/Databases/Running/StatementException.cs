using Pipelines.Databases.Migrations;
using Pipelines.Databases.Sessions;
using Pipelines.Errors;

namespace Pipelines.Databases.Running;

/// <summary>A statement of a migration failed.</summary>
public sealed class StatementException(MigrationStatement statement, DatabaseException cause) : Exception(cause.Message, cause)
{
    public DatabaseException Cause => cause;

    /// <summary>What the server says, at the place in the file that it means.</summary>
    public Problem Problem => new(null, $"{cause.Message}{(cause.State is null ? "" : $" ({cause.State})")}.", Advice, Place);

    private string? Advice =>
        string.Join(' ', new[] { Sentence(cause.Detail), Sentence(cause.Advice) }.OfType<string>()) is { Length: > 0 } text ? text : null;

    private SourcePosition Place
    {
        get
        {
            var at = statement.Sql.At;
            if (cause.Position is not { } position)
            {
                return at;
            }

            var before = Before(position - 1);
            var breaks = before.Count('\n');
            return breaks == 0 ? at with { Column = at.Column + before.Length }
                : at with { Line = at.Line + breaks, Column = before.Length - before.LastIndexOf('\n') };
        }
    }

    /// <summary>The server counts characters, which may be two of ours.</summary>
    private ReadOnlySpan<char> Before(int characters)
    {
        var length = 0;
        foreach (var rune in statement.Sql.Text.EnumerateRunes())
        {
            if (characters-- <= 0)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return statement.Sql.Text.AsSpan(0, length);
    }

    private static string? Sentence(string? text) => text is null ? null : text.EndsWith('.') ? text : $"{text}.";
}
