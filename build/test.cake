using System.Xml.Linq;

// Runs the test programs and prints the totals as the last line. Passes only if tests ran, none failed, and every need was met or left out on request.
// "fast" leaves out the hermetic tests that try many or large things; "all" runs those too.
void Test(string what, string[] without)
{
    string[] suites = what switch
    {
        "fast" => ["Pipelines.Tests"],
        "acceptance" => ["Pipelines.AcceptanceTests"],
        "all" => ["Pipelines.Tests", "Pipelines.AcceptanceTests"],
        _ => throw new CakeException($"--what={what}: expected fast, acceptance or all."),
    };
    var needs = suites.SelectMany(Needs).Distinct().Order().ToArray();
    if (without.Except(Requirements().Select(each => each.Need)).ToArray() is { Length: > 0 } unknown)
    {
        throw new CakeException($"--without={string.Join(',', unknown)}: expected some of {string.Join(", ", Requirements().Select(each => each.Need))}.");
    }

    var unmet = needs.Except(without).ToDictionary(need => need, Unmet).Where(each => each.Value is not null).ToDictionary();
    string[] left = [.. needs.Where(need => without.Contains(need) || unmet.ContainsKey(need))];
    var results = suites.Select(suite => RunSuite(suite, left, what == "fast" ? ["-trait-", "size=large"] : [])).ToArray();

    foreach (var need in left)
    {
        var tests = suites.SelectMany(suite => Read(Program(suite), "-list", "methods", "-noColor", "-trait", $"needs={need}")).Where(IsTestName);
        Console.WriteLine($"not run, {(unmet.TryGetValue(need, out var reason) ? reason : $"left out on request (without {need})")}:");
        Console.WriteLine(string.Join('\n', tests.Select(test => $"  {test}")));
    }

    var (passed, failed) = (results.Sum(each => each.Passed), results.Sum(each => each.Failed));
    Console.WriteLine($"{passed} passed, {failed} failed");
    Environment.Exit(failed == 0 && unmet.Count == 0 ? 0 : 1); // here, so that the line above is the last one
}

(int Passed, int Failed) RunSuite(string suite, string[] left, string[] filter)
{
    var report = MakeAbsolute(File($"out/tests/{suite}.xml")).FullPath;
    EnsureDirectoryExists("out/tests");
    System.IO.File.Delete(report);
    // Tests interrupt programs as Ctrl-C does, which everything ignores that a background job of a script has started.
    var status = StartProcess("env", Settings(["--default-signal=INT", Program(suite),
        "-noLogo", "-noColor", "-result-xml", report, .. filter, .. left.SelectMany(need => new[] { "-trait-", $"needs={need}" })]));
    if (!FileExists(report))
    {
        Console.WriteLine($"{suite} ended with status {status} and wrote no report.");
        return (0, 1);
    }

    var assemblies = XDocument.Load(report).Root.Elements("assembly");
    foreach (var test in assemblies.Descendants("test").Where(test => (string)test.Attribute("result") == "Skip"))
    {
        Console.WriteLine($"skipped: {(string)test.Attribute("name")}: {(string)test.Element("reason")}");
    }

    var (passed, failed) = (Sum("passed"), Sum("failed") + Sum("errors"));
    if (failed == 0 && (passed == 0 || status != 0))
    {
        Console.WriteLine($"{suite}: {passed} tests passed, but it ended with status {status}: counted as a failure.");
        failed = 1;
    }

    return (passed, failed);

    int Sum(string name) => assemblies.Sum(assembly => (int)assembly.Attribute(name));
}

// The needs that a suite's tests declare in their traits.
string[] Needs(string suite) =>
    System.Text.Json.JsonDocument.Parse(string.Concat(Read(Program(suite), "-list", "traits/json", "-noColor")))
        .RootElement.TryGetProperty("needs", out var needs) ? [.. needs.EnumerateArray().Select(need => need.GetString())] : [];

string Program(string suite) => $"tests/{suite}/bin/{configuration}/net10.0/{suite}";

bool IsTestName(string line) => line.StartsWith("Pipelines.", StringComparison.Ordinal);
