using Pipelines.Configuration.Schema;
using Pipelines.Model;

namespace Pipelines.Tests.Configuration;

public sealed class ShapesTests
{
    [Theory]
    [InlineData("text", "text")]
    [InlineData("3000", "3000")]
    [InlineData("\"a b\"", "a b")]
    [InlineData("'null'", "null")]
    [InlineData("", "f:1:5: key: expected a string, found nothing.")]
    [InlineData("null", "f:1:6: key: expected a string, found nothing.")]
    [InlineData("~", "f:1:6: key: expected a string, found nothing.")]
    [InlineData("''", "f:1:6: key: expected a string, found nothing.")]
    [InlineData("[a]", "f:1:6: key: expected a string, found a list.")]
    [InlineData("{ a: b }", "f:1:6: key: expected a string, found a mapping.")]
    public void Text(string text, string expected) => Assert.Equal(expected, Yaml.Value(Shapes.Text, text));

    [Theory]
    [InlineData("true", "True")]
    [InlineData("false", "False")]
    [InlineData("yes", "f:1:6: key: expected true or false, found \"yes\".")]
    [InlineData("TRUE", "f:1:6: key: expected true or false, found \"TRUE\".")]
    [InlineData("[true]", "f:1:6: key: expected true or false, found a list.")]
    public void Boolean(string text, string expected) => Assert.Equal(expected, Yaml.Value(Shapes.Boolean, text));

    [Theory]
    [InlineData("1", "1")]
    [InlineData("10", "10")]
    [InlineData("0", "f:1:6: key: expected a whole number from 1 to 10, found \"0\".")]
    [InlineData("11", "f:1:6: key: expected a whole number from 1 to 10, found \"11\".")]
    [InlineData("1.5", "f:1:6: key: expected a whole number from 1 to 10, found \"1.5\".")]
    [InlineData("1_0", "f:1:6: key: expected a whole number from 1 to 10, found \"1_0\".")]
    [InlineData("99999999999999999999", "f:1:6: key: expected a whole number from 1 to 10, found \"99999999999999999999\".")]
    [InlineData("' 5'", "f:1:6: key: expected a whole number from 1 to 10, found \" 5\".")]
    public void Integer(string text, string expected) => Assert.Equal(expected, Yaml.Value(Shapes.Integer(1, 10), text));

    [Theory]
    [InlineData("1h30m", "01:30:00")]
    [InlineData("90", "f:1:6: key: expected a duration such as 30s, 5m or 1h30m, at most ten years, found \"90\".")]
    public void Duration(string text, string expected) => Assert.Equal(expected, Yaml.Value(Shapes.Duration, text));

    [Theory]
    [InlineData("env:NAME", "env:NAME")]
    [InlineData("file:a/b c", "file:a/b c")]
    [InlineData("hunter2",
        "f:1:6: key: expected a reference to a secret: env:NAME or file:PATH. The value is not shown, because it may be the secret "
        + "itself.")]
    [InlineData("env:1NAME", "f:1:6: key: expected a reference to a secret: env:NAME or file:PATH, found \"env:1NAME\".")]
    [InlineData("'file:'", "f:1:6: key: expected a reference to a secret: env:NAME or file:PATH, found \"file:\".")]
    public void Secret(string text, string expected) => Assert.Equal(expected, Yaml.Value(Shapes.Secret, text));

    [Theory]
    [InlineData("web-1", "web-1")]
    [InlineData("1web", "1web")]
    [InlineData("Web",
        "f:1:6: key: expected lower-case letters, digits and dashes, starting with a letter or digit, at most 63, found \"Web\".")]
    [InlineData("\"web\\n\"",
        "f:1:6: key: expected lower-case letters, digits and dashes, starting with a letter or digit, at most 63, found \"web\n\".")]
    [InlineData("../web",
        "f:1:6: key: expected lower-case letters, digits and dashes, starting with a letter or digit, at most 63, found \"../web\".")]
    public void Name(string text, string expected) => Assert.Equal(expected, Yaml.Value(Shapes.Name(NamePattern.Identifier), text));

    [Theory]
    [InlineData("restart", "1")]
    [InlineData("restrat", "f:1:6: key: \"restrat\" is not valid. Did you mean restart?")]
    [InlineData("rolling", "f:1:6: key: \"rolling\" is not valid. Expected one of: blue-green, restart.")]
    [InlineData("[restart]", "f:1:6: key: expected one of restart, blue-green, found a list.")]
    public void Choice(string text, string expected) =>
        Assert.Equal(expected, Yaml.Value(Shapes.Choice(("restart", 1), ("blue-green", 2)), text));

    [Theory]
    [InlineData("[1, 2]", "1,2")]
    [InlineData("7", "7")] // a scalar is a list of one
    [InlineData("[]", "")]
    [InlineData("", "f:1:5: key: expected a whole number from 1 to 9, found nothing.")]
    [InlineData("[1, x, 3, y]",
        "f:1:10: key[1]: expected a whole number from 1 to 9, found \"x\".\nf:1:16: key[3]: expected a whole number from 1 to 9, found "
        + "\"y\".")]
    [InlineData("[[1]]", "f:1:7: key[0]: expected a whole number from 1 to 9, found a list.")]
    public void List(string text, string expected) =>
        Assert.Equal(expected, Yaml.Value(Shapes.List(Shapes.Integer(1, 9)), text, list => string.Join(',', list)));

    [Theory]
    [InlineData("[1, 2]", "1,2")]
    [InlineData("7", "7")]
    [InlineData("[]", "f:1:6: key: the list is empty. Expected a list of a whole number from 1 to 9, with at least one entry.")]
    [InlineData("[x]", "f:1:7: key[0]: expected a whole number from 1 to 9, found \"x\".")]
    public void Some(string text, string expected) =>
        Assert.Equal(expected, Yaml.Value(Shapes.Some(Shapes.Integer(1, 9)), text, list => string.Join(',', list)));

    [Theory]
    [InlineData("{ b: 1, a: 2 }", "b=1,a=2")] // in file order
    [InlineData("{}", "")]
    [InlineData("[b]", "f:1:6: key: expected a mapping from names to a whole number from 1 to 9, found a list.")]
    [InlineData("{ B: 1, a: x }",
        "f:1:8: key.B: \"B\" is not a valid name. Expected lower-case letters, digits and dashes, starting with a letter or digit, at "
        + "most 63.\nf:1:17: key.a: expected a whole number from 1 to 9, found \"x\".")]
    public void Map(string text, string expected) => Assert.Equal(
        expected,
        Yaml.Value(Shapes.Map(Shapes.Integer(1, 9), NamePattern.Identifier), text, map =>
        string.Join(',', map.Select(pair => $"{pair.Key}={pair.Value}"))));

    [Theory]
    [InlineData("npm ci --omit=dev", "npm|ci|--omit=dev")]
    [InlineData("[npm, run, 'a b']", "npm|run|a b")]
    [InlineData("[]", "f:1:6: key: expected a command such as npm ci --omit=dev, or a list of its arguments, found a list.")]
    [InlineData("\"echo 'open\"",
        "f:1:6: key: expected a command such as npm ci --omit=dev, or a list of its arguments, found \"echo 'open\".")]
    [InlineData("{ run: x }", "f:1:6: key: expected a command such as npm ci --omit=dev, or a list of its arguments, found a mapping.")]
    public void Command(string text, string expected) =>
        Assert.Equal(expected, Yaml.Value(Shapes.Command, text, line => string.Join('|', line)));

    [Theory]
    [InlineData("bin/x", "bin/x")]
    [InlineData("{ run: bin/x }", "bin/x")]
    [InlineData("{ rnu: bin/x }", "f:1:8: key.rnu: is not a known key. Did you mean run?\nf:1:6: key.run: is missing. Expected a string.")]
    public void Either(string text, string expected)
    {
        var run = Key.Needed("run", "What to run.", Shapes.Text);
        Assert.Equal(expected,
            Yaml.Value(new EitherShape<string>(Shapes.Text, Shapes.Record("a hook", [run], record => record.Require(run))), text));
    }
}
