using System.Text;
using Pipelines.Adapters.Configuration;
using Pipelines.Cli;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Configuration;

public sealed class HostileYamlTests
{
    private const string Anchors = " Write the value out. What environments share can stand once, under defaults.";
    private const string Hint = " Check indentation, colons and quotes there.";

    public static TheoryData<string, string> Texts { get; } = new()
    {
        { "", ":1:1: the file is empty. Write a first one with `pipelines init`." },
        { "# nothing\n", ":1:1: the file is empty. Write a first one with `pipelines init`." },
        { Yaml.LevelOne + "---\n" + Yaml.LevelOne,
            ":6:1: a second YAML document begins here. Expected one. Remove the line with ---, or use a file for each." },
        { "app: &x backend\n", ":1:6: anchors and aliases are not supported." + Anchors },
        { "app: *x\n", ":1:6: anchors and aliases are not supported." + Anchors },
        { Bomb(), ":1:4: anchors and aliases are not supported." + Anchors },
        { "app: !!binary aGk=\n", ":1:6: tags are not supported. Write the plain value." },
        { "app: !include /etc/passwd\n", ":1:6: tags are not supported. Write the plain value." },
        { "a: " + new string('[', 40), ":1:35: is not valid YAML: nested deeper than 32 levels." + Hint },
        { string.Concat(Enumerable.Range(0, 40).Select(i => $"{new string(' ', i)}a:\n")),
            ":33:33: is not valid YAML: nested deeper than 32 levels." + Hint },
        { "app: back\0end\n", ":1:10: there is a NUL character. Remove it." },
        { "app: x\nstore: y\n\0\n", ":3:1: there is a NUL character. Remove it." },
        { "app: \"back\\0end\"\n", ":1:6: there is a NUL character. Remove it." },
        { "? [a]\n: b\n", ":1:3: a key must be a string." },
        { "'': b\n", ":1:1: a key must be a string." },
    };

    /// <summary>Not at 1:1, wherever it is.</summary>
    [Theory]
    [InlineData("app: b\nenvironments:\n\tproduction: {}\n", "3:1")]
    [InlineData("app: b\nenvironments:\n  production:\n    hosts:\n\t- local:\n", "5:1")]
    [InlineData("app: b\n\nenvironments:\n  production:\n    deploy:\n      port: 1\n\t  keep: 1\n", "7:1")]
    public void ATabAsIndentationIsToldWhereItIs(string text, string at) => Assert.Equal(
        $".pipelines.yml:{at}: is not valid YAML: the line is indented with a tab. Indent it with spaces.",
        Assert.Single(Yaml.Problems(text)));

    [Theory]
    [MemberData(nameof(Texts))]
    public void IsRefusedWithItsPlace(string text, string problem) => Assert.Equal(".pipelines.yml" + problem, Yaml.Problems(text)[0]);

    [Theory]
    [InlineData("app:\tbackend\n\tstore: x\n")]
    [InlineData("app: [a\n")]
    [InlineData("app: 'a\n")]
    [InlineData("app: a: b\n")]
    [InlineData("{ app: a")]
    [InlineData("%YAML 9.9\n---\napp: a\n")]
    [InlineData("app: \"\\x\"\n")]
    [InlineData("- a\n b\n")]
    [InlineData("\u0001")]
    public void WhatIsNoYamlIsOneProblemWithAPlace(string text) =>
        Assert.Matches(@"^\.pipelines\.yml:\d+:\d+: (is not valid YAML: .+|expected the configuration file .+)$",
            Assert.Single(Yaml.Problems(text)));

    [Theory]
    [InlineData("just a text")]
    [InlineData("[1, 2]")]
    [InlineData("~")]
    public void ARootThatIsNoMappingIsRefused(string text) =>
        Assert.StartsWith(".pipelines.yml:1:1: expected the configuration file (a mapping with app, ", Assert.Single(Yaml.Problems(text)),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("\uFEFF", "\n")]
    [InlineData("", "\r\n")]
    [InlineData("\uFEFF", "\r\n")]
    [InlineData("---\n", "\n")]
    public void ByteOrderMarksAndForeignLineEndsAreFine(string before, string lineEnd)
    {
        using var directory = new TempDirectory();
        File.WriteAllText(directory["f.yml"], before + Yaml.LevelOne.Replace("\n", lineEnd, StringComparison.Ordinal),
            new UTF8Encoding(false));
        Assert.Equal(["production"], Load(directory["f.yml"]).Environments.Keys);
    }

    [Fact]
    public void AFileOfAMegabyteIsRead() =>
        Assert.Empty(Yaml.Problems(Yaml.LevelOne + "# " + new string('x', (1 << 20) - Yaml.LevelOne.Length - 2)));

    [Fact]
    public void ALargerOneIsRefusedWithoutReadingItToItsEnd()
    {
        using var directory = new TempDirectory();
        using (var file = File.Create(directory["f.yml"]))
        {
            file.SetLength(1L << 40); // a hole
        }

        var failure = Assert.Throws<PipelineException>(() => Load(directory["f.yml"]));
        Assert.Equal($"{directory["f.yml"]}:1:1: the file has more than 1048576 characters.", failure.Message);
    }

    [Theory]
    [InlineData("/nowhere/.pipelines.yml",
        "config: there is no file /nowhere/.pipelines.yml. Create one with `pipelines init`, or choose one with --config.")]
    [InlineData("/tmp", "config: /tmp cannot be read: Access to the path '/tmp' is denied.")]
    public void AFileThatCannotBeReadIsBadInput(string path, string message)
    {
        var failure = Assert.Throws<PipelineException>(() => Load(path));
        Assert.Equal((message, ExitCode.BadInput), (failure.Message, failure.ExitCode));
    }

    [Fact]
    public void RandomDamageIsAFileOrProblemsButNeverACrash()
    {
        var random = new Random(20260301);
        var whole = string.Concat(Yaml.Schema.EnvironmentKeys.Select(key => key.Example));
        for (var round = 0; round < 300; round++)
        {
            var text = whole[random.Next(whole.Length / 2)..].ToCharArray();
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                text[random.Next(text.Length)] = "\n\t :{}[]#&*!|>'\"%@`-?,\0\u0085é"[random.Next(25)];
            }

            var (file, problems) = Yaml.Read(new string(text));
            Assert.Equal(file is null, problems.Length > 0);
        }
    }

    private static string Bomb() =>
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
            + string.Concat("bcdefghi".Select(c => $"{c}: &{c} [{string.Join(',', Enumerable.Repeat($"*{(char)(c - 1)}", 9))}]\n"));

    private static ConfigFile Load(string path) => ConfigLoader.Load(new ConfigPlace(path), new WorkingTreeFiles(), Yaml.Schema);
}
