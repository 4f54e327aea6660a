using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Pipelines.Tests;

/// <summary>The house keeps its order: docs/decisions/0006.</summary>
public sealed partial class ArchitectureTests
{
    private const int MostLines = 300;

    /// <summary>A folder may use those of earlier rows.</summary>
    private static readonly string[][] Order =
    [
        ["Errors"], ["Processes", "Reporting"], ["Configuration"], ["Steps"], ["Signing", "Stores"], ["History"], ["Locks"], ["Gates"], ["Queue"], ["Releases"],
        ["Health"], ["Notifications"], ["Hosts"], ["Deployments"], ["Maintenance", "Inventory"],
    ];

    [Theory]
    [InlineData("Pipelines", "NodaTime")]
    [InlineData("Pipelines.Adapters", "Pipelines", null)]
    [InlineData("Pipelines.Cli", "Pipelines Pipelines.Adapters", null)]
    public void ProjectsReferenceOnlyWhatTheyMay(string project, string allowed, string? packages = "NodaTime")
    {
        var file = XDocument.Parse(Repository.Read($"src/{project}/{project}.csproj"));
        var projects = file.Descendants("ProjectReference").Select(item => Path.GetFileNameWithoutExtension((string)item.Attribute("Include")!));
        var libraries = file.Descendants("PackageReference").Select(item => (string)item.Attribute("Include")!);
        Assert.Subset(allowed.Split(' ').ToHashSet(), projects.Concat(packages is null ? [] : libraries).ToHashSet());
    }

    [Fact]
    public void TheCompiledDomainReferencesTheFrameworkAndNodaTimeOnly()
    {
        var references = typeof(Pipelines.Errors.PipelineException).Assembly.GetReferencedAssemblies().Select(name => name.Name!);
        Assert.All(references, name => Assert.True(name == "NodaTime" || name.StartsWith("System.", StringComparison.Ordinal), name));
    }

    [Fact]
    public void EveryFolderOfTheDomainHasItsPlaceInTheOrder() => Assert.Equal(
        Order.SelectMany(row => row).Order(StringComparer.Ordinal),
        Repository.Sources("src/Pipelines").Select(file => file.Split('/')[0]).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void AFolderUsesOnlyThoseBeforeIt()
    {
        var wrong = Repository.Sources("src/Pipelines").SelectMany(file => Used(file).Where(used => !IsBefore(used, file.Split('/')[0])).Select(used => $"{file} uses {used}"));
        Assert.Empty(wrong);
    }

    [Fact]
    public void TheDomainTouchesNeitherConsoleNorVariablesNorProcessesNorTheMachinesClock()
    {
        var wrong = Repository.Sources("src/Pipelines").Where(file => OuterWorld().IsMatch(Code(Repository.Read($"src/Pipelines/{file}"))));
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("src/Pipelines")]
    [InlineData("src/Pipelines.Adapters")]
    [InlineData("src/Pipelines.Cli")]
    public void AFileIsShortAndHoldsOneTypeOfItsName(string project) =>
        Assert.Empty(Repository.Sources(project).SelectMany(file => Faults(file, Repository.Read($"{project}/{file}"))));

    [Theory]
    [InlineData("Console.WriteLine()", true)]
    [InlineData("Environment.GetEnvironmentVariable(name)", true)]
    [InlineData("DateTimeOffset.UtcNow", true)]
    [InlineData("new Process()", true)]
    [InlineData("Process.Start(x)", true)]
    [InlineData("Environment.NewLine", false)]
    [InlineData("ServiceSpec.Process(line)", false)]
    [InlineData("consoleLike.Write()", false)]
    public void TheRuleKnowsTheOuterWorld(string code, bool outer) => Assert.Equal(outer, OuterWorld().IsMatch(code));

    /// <summary>The folders that a file names, by their whole name or, when a type of theirs follows, by the last part.</summary>
    private static IEnumerable<string> Used(string file) => Folder().Matches(Code(Repository.Read($"src/Pipelines/{file}")))
        .Where(match => match.Groups["type"] is not { Success: true, Value: var type } || File.Exists(Path.Combine(Repository.Root, "src/Pipelines", match.Groups["folder"].Value, $"{type}.cs")))
        .Select(match => match.Groups["folder"].Value).Distinct();

    private static bool IsBefore(string used, string folder) => used == folder || Row(used) < Row(folder);

    private static int Row(string folder) => Array.FindIndex(Order, row => row.Contains(folder));

    private static IEnumerable<string> Faults(string file, string text)
    {
        var lines = text.Count(c => c == '\n');
        var types = Type().Matches(text).Select(match => match.Groups["name"].Value).ToList();
        var expected = Path.GetFileNameWithoutExtension(file);
        string?[] faults =
        [
            lines > MostLines ? $"{file} has {lines} lines" : null,
            types.Count > 1 ? $"{file} holds {string.Join(", ", types)}" : null,
            types is [var only] && expected != only && expected != $"{only}OfT" ? $"{file} holds {only}" : null,
        ];
        return faults.OfType<string>();
    }

    /// <summary>The source without comments and texts.</summary>
    private static string Code(string source) => CommentOrText().Replace(source, "");

    [GeneratedRegex(@"//.*|""(\\.|[^""\\\n])*""")]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"(?<![.\w])(global::)?Pipelines\.(?<folder>[A-Z]\w+)|(?<![.\w""])(?<folder>Errors|Processes|Reporting|Configuration|Steps|Stores|History|Locks|Gates|Releases|Health|Notifications|Hosts|Deployments|Maintenance)\.(?<type>[A-Z]\w*)")]
    private static partial Regex Folder();

    [GeneratedRegex(@"(?<![.\w])(Console\.|Environment\.(Get|Set|Expand)\w*Variable|Environment\.(Exit|CurrentDirectory|MachineName|UserName)|DateTime(Offset)?\.(Utc)?Now|DateTime\.Today|TimeProvider\.System|Process\.Start|new Process\b|ProcessStartInfo|HttpClient|Socket\b)")]
    private static partial Regex OuterWorld();

    [GeneratedRegex(@"^(public |internal |file )?(static |sealed |abstract |readonly |partial |unsafe )*(class|record struct|record|struct|interface|enum|delegate [\w<>?]+) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Type();
}
