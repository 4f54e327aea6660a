using System.Text.RegularExpressions;
using System.Xml.Linq;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using BindingFlags = System.Reflection.BindingFlags;

namespace Pipelines.Tests;

/// <summary>The house keeps its order: docs/decisions/0006.</summary>
public sealed partial class ArchitectureTests
{
    private const int MostLines = 300;
    private const int MostFiles = 22;
    private const int MostColumns = 140;
    private const int MostParameters = 6;

    private static readonly System.Reflection.Assembly[] Assemblies =
    [
        typeof(Pipelines.Errors.Problem).Assembly, typeof(Pipelines.Releases.ReleaseRepository).Assembly,
        typeof(Pipelines.Gates.GateStep).Assembly, typeof(Pipelines.Adapters.Probes.Probe).Assembly, typeof(Pipelines.Cli.Wiring).Assembly,
    ];

    /// <summary>The rooms of the kernel, the release library and the domain, from the ground up: each uses only those before it.</summary>
    private static readonly string[] Rooms =
    [
        "Errors", "Reporting", "Views", "Model", "Processes", "Signing", "Stores",
        "Releases.Files", "Releases.Formats", "Releases.Manifests", "Releases.Trees", "Releases.Records", "Releases.Packs",
        "Releases.Signatures",
        "Releases.Saving", "Releases.Unpacking", "Releases.Exporting", "Releases.Pruning", "Releases.Verifying", "Releases",
        "Configuration.Schema", "Configuration", "Steps", "Storage", "Signatures", "Calendars.Times", "Calendars.Windows",
        "Calendars.ICalendar", "Calendars.Cron", "Calendars", "Forges",
        "Health.Checks", "Hosts.Hooks", "Hosts.Services", "Hosts.Traffic", "Hosts.Waves", "Hosts.Facts", "Hosts.Failures", "Hosts.Programs",
            "Hosts.Variables", "Hosts", "Hosts.Targets", "History.Events", "History", "Gates.Requirements",
            "Gates.Decisions", "Gates.Overrides",
        "Locks", "Notifications", "Packaging", "Anchors",
        "Databases.Splitting", "Databases.Migrations", "Databases.Sources", "Databases.Sessions", "Databases.Journal", "Databases.Running",
            "Databases.Rehearsal", "Databases",
        "Engine", "Health", "Gates", "Queue", "Rollouts", "Operations", "Maintenance", "Inventory", "Statistics",
    ];

    /// <summary>Uses of one room by a type of another, as the compiler saw them.</summary>
    private static readonly Lazy<IReadOnlyList<(string From, string To, string Use)>> Uses =
        new(() => [.. Architecture().Types.SelectMany(UsesOf)]);

    [Fact]
    public void ARoomUsesOnlyThoseBeforeIt() =>
        Assert.Empty(Uses.Value.Where(use => Array.IndexOf(Rooms, use.From) < Array.IndexOf(Rooms, use.To)).Select(use => use.Use)
            .Distinct());

    [Fact]
    public void EveryTypeIsInARoomOfTheOrder() =>
        Assert.Equal(Rooms.Order(), Architecture().Types.Select(Room).OfType<string>().Distinct().Order());

    [Theory]
    [InlineData("Pipelines.Kernel", "")]
    [InlineData("Pipelines.Releases", "Pipelines.Kernel")]
    [InlineData("Pipelines", "Pipelines.Releases NodaTime")]
    [InlineData("Pipelines.Adapters", "Pipelines", null)]
    [InlineData("Pipelines.Cli", "Pipelines Pipelines.Adapters", null)]
    public void ProjectsReferenceOnlyWhatTheyMay(string project, string allowed, string? packages = "NodaTime")
    {
        var file = XDocument.Parse(Repository.Read($"src/{project}/{project}.csproj"));
        var projects = file.Descendants("ProjectReference")
            .Select(item => Path.GetFileNameWithoutExtension((string)item.Attribute("Include")!));
        var libraries = file.Descendants("PackageReference").Select(item => (string)item.Attribute("Include")!);
        Assert.Subset(allowed.Split(' ').ToHashSet(), projects.Concat(packages is null ? [] : libraries).ToHashSet());
    }

    [Theory]
    [InlineData("Pipelines.Kernel")]
    [InlineData("Pipelines.Releases")]
    [InlineData("Pipelines")]
    public void TheCompiledDomainReferencesTheFrameworkAndNodaTimeOnly(string project)
    {
        var references = System.Reflection.Assembly.Load(project).GetReferencedAssemblies().Select(name => name.Name!);
        Assert.All(references, name =>
            Assert.True(name is "NodaTime" or "Pipelines.Kernel" or "Pipelines.Releases"
                || name.StartsWith("System.", StringComparison.Ordinal), name));
    }

    [Theory]
    [InlineData("Pipelines.Kernel")]
    [InlineData("Pipelines.Releases")]
    [InlineData("Pipelines")]
    public void TheDomainTouchesNeitherConsoleNorVariablesNorProcessesNorTheMachinesClock(string project)
    {
        var wrong = Repository.Sources($"src/{project}")
            .Where(file => OuterWorld().IsMatch(Code(Repository.Read($"src/{project}/{file}"))));
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("src/Pipelines.Kernel")]
    [InlineData("src/Pipelines.Releases")]
    [InlineData("src/Pipelines")]
    [InlineData("src/Pipelines.Adapters")]
    [InlineData("src/Pipelines.Cli")]
    public void AFileIsShortAndHoldsOneTypeOfItsName(string project) =>
        Assert.Empty(Repository.Sources(project).SelectMany(file => Faults(file, Repository.Read($"{project}/{file}"))));

    /// <summary>In tests, a long literal may stand out.</summary>
    [Theory]
    [InlineData("src/Pipelines.Kernel")]
    [InlineData("src/Pipelines.Releases")]
    [InlineData("src/Pipelines")]
    [InlineData("src/Pipelines.Adapters")]
    [InlineData("src/Pipelines.Cli")]
    [InlineData("tests/Pipelines.Tests")]
    [InlineData("tests/Pipelines.AcceptanceTests")]
    public void ALineIsNotLong(string project) => Assert.Empty(
        from file in Repository.Sources(project)
        from line in Repository.Read($"{project}/{file}").Split('\n')
        where line.Length > MostColumns && !(project.StartsWith("tests/", StringComparison.Ordinal) && line.Contains('"'))
        select $"{file} has {line.Length} columns: {line}");

    [Theory]
    [InlineData("src/Pipelines.Kernel")]
    [InlineData("src/Pipelines.Releases")]
    [InlineData("src/Pipelines")]
    [InlineData("src/Pipelines.Adapters")]
    [InlineData("src/Pipelines.Cli")]
    public void AFolderHoldsFewFiles(string project) =>
        Assert.Empty(Repository.Sources(project).GroupBy(Path.GetDirectoryName).Where(folder => folder.Count() > MostFiles)
            .Select(folder => $"{folder.Key}: {folder.Count()}"));

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

    /// <summary>What has more needs another design. Records are data.</summary>
    [Fact]
    public void AConstructorHasFewParameters() => Assert.Empty(
        from assembly in Assemblies
        from type in assembly.GetTypes()
        where type.GetMethod("<Clone>$") is null
        from constructor in type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        where constructor.GetParameters().Length > MostParameters
        select $"{type.FullName} has {constructor.GetParameters().Length}");

    private static Architecture Architecture() => new ArchLoader().LoadAssemblies(Assemblies[..3]).Build();

    private static IEnumerable<(string From, string To, string Use)> UsesOf(IType type) =>
        from dependency in type.Dependencies
        let room = Room(type)
        let used = Room(dependency.Target)
        where room is not null && used is not null && room != used
        select (room, used, $"{room} uses {used}: {type.Name} -> {dependency.Target.Name}");

    /// <summary>The room of a type; null when it is none of ours.</summary>
    private static string? Room(IType type) => type.Namespace?.FullName is { } name
        && name.StartsWith("Pipelines.", StringComparison.Ordinal) ? name["Pipelines.".Length..] : null;

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

    [GeneratedRegex(
        @"(?<![.\w])(Console\.|Environment\.(Get|Set|Expand)\w*Variable|Environment\.(Exit|CurrentDirectory|MachineName|UserName)|DateTime(Offset)?\.(Utc)?Now|DateTime\.Today|TimeProvider\.System|Process\.Start|new Process\b|ProcessStartInfo|HttpClient|Socket\b)")]
    private static partial Regex OuterWorld();

    [GeneratedRegex(
        @"^(public |internal |file )?(static |sealed |abstract |readonly |partial |unsafe )*(class|record struct|record|struct|interface|enum|delegate [\w<>?]+) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Type();
}
