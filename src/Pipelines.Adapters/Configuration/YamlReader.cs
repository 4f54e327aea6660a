using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Pipelines.Adapters.Configuration;

/// <summary>Parses YAML into <see cref="ConfigNode"/>s: one document, string keys, no anchors, no duplicate keys.</summary>
public static class YamlReader
{
    /// <summary>A configuration file is small; anything larger is a mistake or an attack.</summary>
    internal const int MostCharacters = 1 << 20;

    private const int MostDepth = 32;

    /// <summary>The root node, or null if the text is not YAML that we accept; problems are added to <paramref name="reading"/>.</summary>
    public static ConfigNode? Read(string file, string text, ConfigReading reading)
    {
        if (text.Length > MostCharacters)
        {
            reading.Fail("", new SourcePosition(file, 1, 1), $"the file has more than {MostCharacters} characters.");
            return null;
        }

        try
        {
            var converter = new Converter(file, reading);
            if (!converter.AcceptsAll(text))
            {
                return null;
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents switch
            {
                [var only] => converter.Convert(only.RootNode, path: "", depth: 0),
                [] => converter.Refuse(new Mark(0, 1, 1), "", "the file is empty.", "Write a first one with `pipelines init`."),
                [_, var second, ..] => converter.Refuse(second.RootNode.Start, "", "a second YAML document begins here. Expected one.",
                    "Remove the line with ---, or use a file for each."),
            };
        }
        catch (YamlException e)
        {
            if (TabAt(text, e.Start) is { } tab)
            {
                reading.Fail("", Converter.Position(file, tab), "is not valid YAML: the line is indented with a tab.",
                    "Indent it with spaces.");
                return null;
            }

            var reason = (e.InnerException as YamlException ?? e).Message.TrimEnd('.');
            reading.Fail("", Converter.Position(file, e.Start), $"is not valid YAML: {reason}.",
                "Check indentation, colons and quotes there.");
            return null;
        }
        catch (ArgumentException e) // exceptions of its parser for some truncated texts, such as one that ends with a colon
        {
            reading.Fail("", new SourcePosition(file, text.Count(c => c == '\n') + 1, 1),
                $"is not valid YAML: {e.Message.Split('(')[0].Trim().TrimEnd('.')}.", "Check the end of the file.");
            return null;
        }
    }

    /// <summary>The first line that is indented with a tab, at or after where parsing failed, or before it when that is nowhere; null for
    /// none.</summary>
    private static Mark? TabAt(string text, Mark failure)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var column = lines[i].TakeWhile(c => c == ' ').Count();
            if (column < lines[i].Length && lines[i][column] == '\t' && lines[i].Trim().Length > 0
                && (failure.Line <= 1 || Math.Abs(failure.Line - (i + 1)) <= 1))
            {
                return new Mark(0, i + 1, column + 1);
            }
        }

        return null;
    }

    private sealed class Converter(string file, ConfigReading reading)
    {
        private static readonly (string What, string Hint) Nul = ("there is a NUL character.", "Remove it.");

        /// <summary>
        /// Anchors could make a small file expand without bound, a tag would suggest a meaning that is ignored, and the parser stops at a
        /// NUL.
        /// </summary>
        public bool AcceptsAll(string text)
        {
            if (text.IndexOf('\0', StringComparison.Ordinal) is var nul and >= 0)
            {
                var before = text[..nul];
                var mark = new Mark(nul, before.Count(c => c == '\n') + 1, nul - before.LastIndexOf('\n'));
                return reading.Fail("", Position(file, mark), Nul.What, Nul.Hint);
            }

            var parser = new Parser(new StringReader(text));
            var depth = -2; // the stream and the document
            while (Next(parser))
            {
                depth += parser.Current!.NestingIncrease;
                if (depth > MostDepth)
                {
                    throw new YamlException(parser.Current.Start, parser.Current.End, $"nested deeper than {MostDepth} levels");
                }

                if (Refusal(parser.Current) is var (what, hint))
                {
                    return reading.Fail("", Position(file, parser.Current.Start), what, hint);
                }
            }

            return true;
        }

        /// <summary>The parser throws a different exception for some damaged texts.</summary>
        private static bool Next(Parser parser)
        {
            try
            {
                return parser.MoveNext();
            }
            catch (InvalidOperationException)
            {
                var mark = parser.Current?.End ?? Mark.Empty;
                throw new YamlException(mark, mark, "the rest cannot be parsed");
            }
        }

        private static (string What, string Hint)? Refusal(ParsingEvent happening) => happening switch
        {
            AnchorAlias or NodeEvent { Anchor.IsEmpty: false } => ("anchors and aliases are not supported.",
                $"Write the value out. What environments share can stand once, under {SharedKeys.Defaults}."),
            NodeEvent { Tag.IsEmpty: false } => ("tags are not supported.", "Write the plain value."),
            Scalar { Value: var value } when value.Contains('\0', StringComparison.Ordinal) => Nul,
            _ => null,
        };

        public ConfigNode? Convert(YamlNode node, string path, int depth) => node switch
        {
            YamlScalarNode scalar => new ConfigNode.Scalar(ScalarText(scalar), Position(file, scalar.Start)),
            YamlSequenceNode list => new ConfigNode.Sequence(
                [.. list.Children.Select((child, i) => Convert(child, $"{path}[{i}]", depth + 1)).OfType<ConfigNode>()],
                Position(file, list.Start)),
            YamlMappingNode map => new ConfigNode.Mapping([.. Entries(map, path, depth)], Position(file, map.Start)),
            _ => Refuse(node.Start, path, "is neither a scalar, a list nor a mapping."),
        };

        public ConfigNode? Refuse(Mark at, string path, string what, string? hint = null)
        {
            reading.Fail(path, Position(file, at), what, hint);
            return null;
        }

        public static SourcePosition Position(string file, Mark mark) =>
            new(file, (int)Math.Max(mark.Line, 1), (int)Math.Max(mark.Column, 1));

        private IEnumerable<ConfigEntry> Entries(YamlMappingNode map, string path, int depth)
        {
            foreach (var (key, value) in map.Children)
            {
                if (key is not YamlScalarNode { Value: { Length: > 0 } name })
                {
                    Refuse(key.Start, path, "a key must be a string.");
                }
                else if (Convert(value, ConfigPath.Join(path, name), depth + 1) is { } child)
                {
                    yield return new ConfigEntry(name, Position(file, key.Start), child);
                }
            }
        }

        /// <summary>A plain <c>null</c> or <c>~</c> is a key without a value, as in YAML itself.</summary>
        private static string ScalarText(YamlScalarNode scalar) =>
            scalar.Style == ScalarStyle.Plain && scalar.Value is "null" or "~" ? "" : scalar.Value ?? "";
    }
}
