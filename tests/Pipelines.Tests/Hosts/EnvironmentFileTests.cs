using Pipelines.Adapters.Hosts.Local;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Hosts;

public sealed class EnvironmentFileTests
{
    public static TheoryData<string> Values =>
        ["", "plain", " spaces at both ends ", "a=b", "# no comment", "\"quoted\"", "it's", "\\", "\\\\n", "line 1\nline 2\n", "\r\n",
            "\t", "$HOME", "${HOME}", "`id`", "$(id)", "ü 漢 🚀", "%h", "a;b|c&d", "\"\nINJECTED=\"yes"];

    [Theory]
    [MemberData(nameof(Values))]
    public void WhatIsWrittenIsReadBack(string value)
    {
        using var directory = new TempDirectory();
        EnvironmentFile.Write(directory["env"], new Dictionary<string, string> { ["FIRST"] = value, ["SECOND"] = "2" });

        var read = EnvironmentFile.Read(directory["env"]);

        Assert.Equal(new Dictionary<string, string> { ["FIRST"] = value, ["SECOND"] = "2" }, read);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(directory["env"]));
    }

    /// <summary>By the rules of systemd.exec(5), EnvironmentFile=: inside double quotes a backslash goes with the four characters that a
    /// shell would take, and with no other.</summary>
    [Theory]
    [MemberData(nameof(Values))]
    public void SystemdWouldReadTheSame(string value)
    {
        using var directory = new TempDirectory();
        EnvironmentFile.Write(directory["env"], new Dictionary<string, string> { ["FIRST"] = value, ["SECOND"] = "2" });

        Assert.Equal([("FIRST", value), ("SECOND", "2")], AsSystemd(File.ReadAllText(directory["env"])));
    }

    [Fact]
    public void NoFileIsNoVariables() => Assert.Empty(EnvironmentFile.Read("/nonexistent/env"));

    private static List<(string, string)> AsSystemd(string text)
    {
        var (found, name, value, state) = (new List<(string, string)>(), "", "", "key");
        foreach (var c in text)
        {
            (state, name, value) = (state, c) switch
            {
                ("key", '=') => ("before value", name, ""),
                ("key", _) => ("key", name + c, ""),
                ("before value", '"') => ("quoted", name, value),
                ("quoted", '\\') => ("escaped", name, value),
                ("quoted", '"') => ("value", name, value),
                ("quoted", _) => ("quoted", name, value + c),
                ("escaped", '"' or '\\' or '`' or '$') => ("quoted", name, value + c),
                ("escaped", _) => ("quoted", name, value + '\\' + c),
                ("value", '\n') => Push(),
                _ => throw new InvalidOperationException($"{state} '{c}'"),
            };
        }

        return found;

        (string, string, string) Push()
        {
            found.Add((name, value));
            return ("key", "", "");
        }
    }
}
