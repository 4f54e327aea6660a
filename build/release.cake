#load "release/Changelog.cs"
#load "release/Sbom.cs"
#load "release/ProvenanceStatement.cs"
using System.Security.Cryptography;
using System.Text.RegularExpressions;

// A release is built from a copy of the last commit, so that a trial run changes nothing. --apply copies the changed files back, commits and tags.
// Pushing is left to the caller: first the image, then the commit and the tags, then the release with its files.
const string releaseFolder = "out/release";
const string releaseTree = "out/release/tree";
const string site = "https://github.com/pipelines/pipelines";
const string thisPlatform = "linux-x64";
string[] platforms = [thisPlatform, "linux-arm64", "osx-arm64"]; // not Windows: stores and hosts need rename(2), links and flock(2)

// Of Debian's package gcc-aarch64-linux-gnu.
string[] crossLinker = ["-p:CppCompilerAndLinker=aarch64-linux-gnu-gcc", "-p:ObjCopyName=aarch64-linux-gnu-objcopy"];

void Release(string version, bool apply)
{
    if (!Regex.IsMatch(version, @"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$"))
    {
        throw new CakeException($"--version={version}: expected a version such as 1.2.0.");
    }

    if (Read("git", "tag", "--list", $"v{version}").Length > 0)
    {
        throw new CakeException($"v{version} has already been released.");
    }

    if (apply && Read("git", "status", "--porcelain").Length > 0)
    {
        throw new CakeException("there are uncommitted changes: a release is built from a commit.");
    }

    Run("./build.sh", ["test", .. Option("what"), .. Option("without")]); // in a separate process, because it exits after the tests
    var started = DateTimeOffset.UtcNow;
    var commit = Read("git", "rev-parse", "HEAD")[0];
    CopyOfCommit(commit);
    SetVersion(version);
    FoldNotes(version);
    var missing = platforms.Where(platform => platform == "linux-arm64" && Unmet("arm64") is not null).ToList();
    missing.AddRange(platforms.Except(missing).Where(platform => !PublishFor(platform)));
    if (!missing.Contains("linux-arm64"))
    {
        TryOnArm64();
    }

    RunIn(releaseTree, $"{FullPath(releaseFolder)}/pipelines-linux-x64", "generate");
    WriteDocuments(version, commit, started);
    Console.WriteLine($"binaries: {string.Join(", ", platforms.Except(missing))}. Not built for win-x64: stores and hosts need rename(2), links and flock(2).");
    Console.WriteLine(missing.Count == 0 ? "" : $"Not built for {string.Join(", ", missing)}: see {installLog} and {releaseFolder}/*.log.");
    MakeImage();
    if (apply)
    {
        Apply(version);
    }
    else
    {
        Console.WriteLine($"dry run: {releaseFolder} contains all files of release {version}; nothing else was changed. --apply commits and tags it.");
    }
}

void CopyOfCommit(string commit)
{
    CleanDirectory(releaseFolder);
    EnsureDirectoryExists(releaseTree);
    Run("git", "archive", "--format=tar", $"--output={releaseFolder}/tree.tar", commit);
    Run("tar", "-xf", $"{releaseFolder}/tree.tar", "-C", releaseTree);
    System.IO.File.Delete($"{releaseFolder}/tree.tar");
}

void SetVersion(string version)
{
    var props = $"{releaseTree}/Directory.Build.props";
    var text = System.IO.File.ReadAllText(props);
    System.IO.File.WriteAllText(props, Regex.Replace(text, "<Version>[^<]*</Version>", $"<Version>{version}</Version>"));
    System.IO.File.WriteAllText($"{releaseTree}/actions/setup/version", $"{version}\n");
    foreach (var page in GetFiles($"{releaseTree}/**/*.md").Where(page => !page.FullPath.EndsWith("/CHANGELOG.md")))
    {
        System.IO.File.WriteAllText(page.FullPath, WithVersion(System.IO.File.ReadAllText(page.FullPath), version));
    }
}

// Generated files are regenerated; this updates the hand-written examples.
string WithVersion(string page, string version)
{
    var actions = Regex.Replace(page, @"(uses: pipelines/pipelines(?:/[^@\s]+)?)@v\d+", $"$1@v{version.Split('.')[0]}");
    return Regex.Replace(actions, @"(component: \$CI_SERVER_FQDN/pipelines/pipelines/[^@\s]+)@\d+\.\d+\.\d+", $"$1@{version}");
}

void FoldNotes(string version)
{
    var notes = GetFiles($"{releaseTree}/changes/*.md").Where(file => file.GetFilename().FullPath != "README.md").ToList();
    var changelog = $"{releaseTree}/CHANGELOG.md";
    var texts = notes.Select(note => KeyValuePair.Create(note.GetFilename().FullPath, System.IO.File.ReadAllText(note.FullPath))).ToList();
    System.IO.File.WriteAllText(changelog, Changelog.Fold(System.IO.File.ReadAllText(changelog), texts, version, DateOnly.FromDateTime(DateTime.UtcNow)));
    DeleteFiles(notes);
}

// The lock files are for one platform. For another one the copy may write its own, which are discarded.
bool PublishFor(string platform)
{
    var locks = GetFiles($"{releaseTree}/src/*/packages.lock.json").ToDictionary(file => file.FullPath, file => System.IO.File.ReadAllText(file.FullPath));
    var ended = RunLogged($"{releaseFolder}/{platform}.log", "dotnet", [
        "publish", $"{releaseTree}/src/Pipelines.Cli", "--configuration", configuration, "--output", $"{releaseFolder}/{platform}", "--verbosity", "quiet",
        .. platform == thisPlatform ? Array.Empty<string>() : [$"-p:PublishedFor={platform}", "-p:RestoreLockedMode=false"],
        .. platform == "linux-arm64" ? crossLinker : []]);
    locks.ToList().ForEach(file => System.IO.File.WriteAllText(file.Key, file.Value));
    if (ended == 0)
    {
        Keep(platform, "");
        Keep(platform, ".dbg");
        if (platform == thisPlatform)
        {
            CopyFile($"{releaseTree}/src/Pipelines.Cli/obj/project.assets.json", $"{releaseFolder}/assets.json");
        }
    }
    else if (platform == thisPlatform)
    {
        throw new CakeException($"the build failed, see {releaseFolder}/{platform}.log");
    }

    DeleteDirectories(GetDirectories($"{releaseTree}/src/*/obj") + GetDirectories($"{releaseFolder}/{platform}"), new DeleteDirectorySettings { Recursive = true });
    return ended == 0;
}

// The program, or the file that tells its line numbers: only a native program has one.
void Keep(string platform, string extension)
{
    var file = $"{releaseFolder}/{platform}/Pipelines.Cli{extension}";
    if (FileExists(file))
    {
        System.IO.File.Move(file, $"{releaseFolder}/pipelines-{platform}{extension}");
    }
}

// The program for another processor, in an emulator of it.
void TryOnArm64() => Run($"{releaseTree}/build/release/try-arm64.sh", $"{releaseFolder}/pipelines-linux-arm64");

// From the copy, because it has the new version.
void MakeImage()
{
    if (Context.Tools.Resolve("podman") is null && Context.Tools.Resolve("docker") is null)
    {
        Console.WriteLine("image: not built, because neither podman nor docker is installed.");
        return;
    }

    EnsureDirectoryExists($"{releaseTree}/out/pipelines");
    CopyFile($"{releaseFolder}/pipelines-linux-x64", $"{releaseTree}/out/pipelines/pipelines");
    Run($"{releaseTree}/build/image.sh", Option("base"));
    DeleteDirectory($"{releaseTree}/out", new DeleteDirectorySettings { Recursive = true });
}

void WriteDocuments(string version, string commit, DateTimeOffset started)
{
    var packages = EnvironmentVariable("NUGET_PACKAGES") ?? $"{Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)}/.nuget/packages";
    var sbom = Sbom.Write(System.IO.File.ReadAllText($"{releaseFolder}/assets.json"), version, site, Licence, started);
    System.IO.File.WriteAllText($"{releaseFolder}/sbom.spdx.json", sbom);
    System.IO.File.Delete($"{releaseFolder}/assets.json");
    var files = GetFiles($"{releaseFolder}/pipelines-*").Concat(GetFiles($"{releaseFolder}/sbom.spdx.json")).OrderBy(file => file.FullPath, StringComparer.Ordinal)
        .Select(file => KeyValuePair.Create(file.GetFilename().FullPath, Convert.ToHexStringLower(SHA256.HashData(System.IO.File.ReadAllBytes(file.FullPath))))).ToList();
    var checksums = string.Concat(files.Where(file => file.Key.StartsWith("pipelines-")).Select(file => $"{file.Value}  {file.Key}\n"));
    System.IO.File.WriteAllText($"{releaseFolder}/checksums.txt", checksums);
    System.IO.File.WriteAllText($"{releaseTree}/actions/setup/checksums.txt", checksums);
    System.IO.File.WriteAllText($"{releaseFolder}/install.sh",
        System.IO.File.ReadAllText($"{releaseTree}/build/release/install.sh").Replace("@VERSION@", version).Replace("@CHECKSUMS@", checksums.TrimEnd()));
    var builder = EnvironmentVariable("GITHUB_RUN_ID") is { Length: > 0 } run
        ? $"{EnvironmentVariable("GITHUB_SERVER_URL")}/{EnvironmentVariable("GITHUB_REPOSITORY")}/actions/runs/{run}"
        : $"{site}#a-machine-of-a-maintainer";
    System.IO.File.WriteAllText($"{releaseFolder}/provenance.intoto.json", ProvenanceStatement.Write(files, version, commit, site, builder, started, DateTimeOffset.UtcNow));

    string Licence(string id, string number)
    {
        var nuspec = $"{packages}/{id.ToLowerInvariant()}/{number.ToLowerInvariant()}/{id.ToLowerInvariant()}.nuspec";
        return FileExists(nuspec) ? Sbom.LicenceOf(System.IO.File.ReadAllText(nuspec)) : null;
    }
}

void Apply(string version)
{
    Run("rsync", "--archive", "--checksum", "--delete", "--exclude=/.git", "--exclude=/out", "--exclude=bin", "--exclude=obj", "--exclude=node_modules", $"{releaseTree}/", "./");
    Run("git", "add", "--all");
    Run("git", "commit", "--quiet", "--message", $"Release {version}");
    Run("git", "tag", "--annotate", "--message", $"Release {version}", $"v{version}");
    Run("git", "tag", "--force", $"v{version.Split('.')[0]}", $"v{version}^{{commit}}");
    Console.WriteLine($"release {version} is committed and tagged locally. Push the image first, then the commit and the tags, then the files of {releaseFolder}.");
}

string FullPath(string path) => MakeAbsolute(Directory(path)).FullPath;

void RunIn(string folder, string program, params string[] arguments)
{
    var settings = Settings(arguments);
    settings.WorkingDirectory = folder;
    var status = StartProcess(program, settings);
    if (status != 0)
    {
        throw new CakeException(status, $"{program} {string.Join(' ', arguments)} ended with {status}.");
    }
}
