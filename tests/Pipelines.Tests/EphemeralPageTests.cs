using System.Text.RegularExpressions;

namespace Pipelines.Tests;

/// <summary>No page shows the host <c>local:</c> beside what runs in a container, where it would be gone with the step.</summary>
public sealed partial class EphemeralPageTests
{
    private static readonly IReadOnlyList<string> Pages =
    [
        .. new[] { "docs", "actions", "gitlab-components", "examples" }.Where(folder =>
            Directory.Exists(Path.Combine(Repository.Root, folder)))
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories))
            .Where(page => !page.Contains("node_modules", StringComparison.Ordinal)),
        Path.Combine(Repository.Root, "README.md"),
    ];

    [Fact]
    public void NoPageWithAContainerActionOrAComponentThatReachesHostsShowsIt()
    {
        var pages = Pages.Select(page => (page, Blocks: Fence().Matches(File.ReadAllText(page)).Select(match => match.Value).ToList()))
            .Where(page => page.Blocks.Exists(block => InContainer().IsMatch(block))).ToList();

        Assert.InRange(pages.Count, 10, Pages.Count);
        Assert.Empty(pages.Where(page => page.Blocks.Exists(block => block.Contains("local:", StringComparison.Ordinal)))
            .Select(page => page.page));
    }

    [GeneratedRegex("^```yaml\n.*?^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    /// <summary>The root action, an action or a component of a step that reaches hosts.</summary>
    [GeneratedRegex(
        @"uses: pipelines/pipelines(/actions/(deploy|rollback|recover|status|health-check|maintenance|queue-run|queue-release))?@"
        + @"|component: \S*/(guarded-)?(deploy|rollback|recover|status|health-check|maintenance|queue-run|queue-release)@")]
    private static partial Regex InContainer();
}
