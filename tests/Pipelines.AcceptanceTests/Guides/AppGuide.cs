using System.Globalization;
using System.Text.RegularExpressions;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Guides;

/// <summary>
/// A page of docs/guides/apps, read from top to bottom on this machine: its directories are below a new one, its ports are free ones, its
/// hosts and its bucket are directories. In the end nothing of it is left.
/// </summary>
internal sealed partial class AppGuide : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly GuideRun _guide;
    private readonly Queue<string> _toRead;

    /// <param name="page">File name of the page.</param>
    public AppGuide(string page)
    {
        Ports = PortOfPage().Matches(File.ReadAllText(SourceTree.At($"docs/guides/apps/{page}"))).Select(match => match.Value).Distinct()
            .ToDictionary(port => port, _ => Setup.Ports.Free());
        _guide = new GuideRun($"apps/{page}", Directory.CreateDirectory(_directory["project"]).FullName,
            new Dictionary<string, string>([
                KeyValuePair.Create("/var/lib/pipelines/", $"{_directory["stores"]}/"),
                KeyValuePair.Create("s3://acme-releases/shop?region=eu-central-1", $"file:{_directory["stores/shop"]}"),
                KeyValuePair.Create("/srv/", $"{_directory["srv"]}/"),
                KeyValuePair.Create("/run/haproxy/", $"{_directory["run"]}/"),
                .. new[] { "staging", "www" }.Select(host => KeyValuePair.Create(
                    $"ssh://deploy@{host}.example.com\"]\n        deploy: {{ root: {_directory["srv"]}/",
                    $"local:\"]\n        deploy: {{ root: {_directory["srv"]}/{host}/")),
                .. Ports.Select(port => KeyValuePair.Create(port.Key, port.Value.ToString(CultureInfo.InvariantCulture)))]));
        Directory.CreateDirectory(_directory["run"]);
        _guide.WriteConfiguration();
        _toRead = new(_guide.Commands);
    }

    /// <summary>Ports of the page, such as 3000, and those that stand for them here.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; }

    /// <summary>Where the reader types.</summary>
    public string Project => _directory["project"];

    /// <summary>Where HAProxy's stats socket is here.</summary>
    public string Socket => _directory["run/admin.sock"];

    /// <summary>Where a directory below /srv is here.</summary>
    public string Root(string name) => _directory[$"srv/{name}"];

    /// <summary>What the page shows in another language than that of commands, with places and ports as they are here.</summary>
    public IReadOnlyList<string> Blocks(string language) => _guide.Blocks(language);

    /// <summary>Lets npm install what it did when the test was written.</summary>
    /// <param name="platform">Directory of the lock file below tests/platforms.</param>
    public void Locks(string platform) =>
        File.Copy(SourceTree.At($"tests/platforms/{platform}/package-lock.json"), $"{Project}/package-lock.json");

    /// <summary>Types what comes next on the page, in a directory with its configuration file.</summary>
    /// <param name="with">What is in those commands, so that a page that has changed is noticed.</param>
    /// <param name="says">What they print.</param>
    public async Task TypesAsync(string with, params IEnumerable<string> says)
    {
        var block = _toRead.Dequeue();
        Assert.Contains(with, block, StringComparison.Ordinal);
        (await _guide.RunAsync(block)).Ends(0).Says(says);
    }

    /// <summary>Fails the test when the page has more commands.</summary>
    public void WasReadToTheEnd() => Assert.Empty(_toRead);

    public void Dispose()
    {
        LiveProcesses.KillAllIn(_directory.Path);
        _directory.Dispose();
    }

    [GeneratedRegex(@"\b30[0-9]{2}\b")]
    private static partial Regex PortOfPage();
}
