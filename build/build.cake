// The build, run by ./build.sh. There is one configuration: what is tested is what is published.
#load "run.cake"
#load "requirements.cake"
#load "test.cake"
#load "components.cake"
#load "release.cake"

const string configuration = "Release";
const string solution = "Pipelines.sln";

Environment.CurrentDirectory = MakeAbsolute(Directory("..")).FullPath;

Task("restore")
    .Description("Restores the locked packages.")
    .Does(() => Run("dotnet", "restore", solution, "--locked-mode", "--verbosity", "quiet"));

Task("format")
    .Description("Checks the formatting of the code; --write fixes it.")
    .IsDependentOn("restore")
    .Does(() => Run("dotnet", ["format", solution, "--no-restore", .. HasArgument("write") ? Array.Empty<string>() : ["--verify-no-changes"]]));

Task("build")
    .Description("Compiles everything; warnings are errors.")
    .IsDependentOn("restore")
    .Does(() => Run("dotnet", "build", solution, "--configuration", configuration, "--no-restore", "--verbosity", "quiet"));

Task("publish")
    .Description("Publishes the CLI as one native program, out/pipelines/pipelines, if its sources changed.")
    .Does(() => Run("build/publish.sh"));

Task("test")
    .Description("Runs all tests. --what=fast|acceptance|all  --without=NEED,NEED leaves out tests whose needs cannot be installed here.")
    .IsDependentOn("build")
    .IsDependentOn("publish")
    .Does(() => Test(
        what: Argument("what", "all"),
        without: Argument("without", EnvironmentVariable("PIPELINES_TEST_WITHOUT") ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)));

Task("generate")
    .Description("Generates actions, components and reference pages from the step definitions; --check only lists what is stale.")
    .Does(() => Run("./pipelines", ["generate", .. HasArgument("check") ? ["--check"] : Array.Empty<string>()]));

Task("outdated")
    .Description("Lists the pinned packages of which the registry has a newer version.")
    .IsDependentOn("restore")
    .Does(() => Run("dotnet", "list", solution, "package", "--outdated"));

Task("demo")
    .Description("Deploys v1 of examples/hello-dotnet, a broken v2 that is rolled back, and v3. --keep leaves v3 running.")
    .Does(() => Run("examples/hello-dotnet/demo.sh", HasArgument("keep") ? ["--keep"] : Array.Empty<string>()));

Task("bench")
    .Description("Benchmarks the published program against comparable tools and updates bench/RESULTS.md. --only=startup|deploy|store|growth|fleet|image|calendar (or --what), --rounds=N, --scale=0.1, --slow, --before=PROGRAM.")
    .IsDependentOn("publish")
    .Does(() => Run("bench/run.sh", [.. Argument("only", Argument("what", "")) is { Length: > 0 } only ? [only] : Array.Empty<string>(), .. Option("rounds"), .. Option("scale"), .. Option("before"), .. HasArgument("slow") ? ["--slow"] : Array.Empty<string>()]));

Task("image")
    .Description("Builds the container image with podman or docker. --base=local builds its base image from Debian packages; --base=IMAGE; --name=NAME.")
    .IsDependentOn("publish")
    .Does(() => Run("build/image.sh", [.. Option("base"), .. Option("name")]));

Task("release")
    .Description("Runs the tests, then prepares a release in out/release and changes nothing else. --version=X.Y.Z; --base as for image; --apply commits and tags it.")
    .Does(() => Release(Argument("release", ""), HasArgument("apply")));

string[] Option(string name) => Argument(name, "") is { Length: > 0 } value ? [$"--{name}", value] : [];

RunTarget(Argument("target", "test"));
