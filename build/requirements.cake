// What tests need besides the SDK: see requirements.txt.
record Requirement(string Need, string[] Files, string[] Packages)
{
    public static Requirement Parse(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var need, var files, var packages]
            ? new(need, files.Split(','), packages.Split(','))
            : throw new CakeException($"build/requirements.txt: \"{line}\" does not have three columns.");
}

Requirement[] Requirements() =>
    [.. System.IO.File.ReadLines("build/requirements.txt").Where(line => line.Length > 0 && line[0] != '#').Select(Requirement.Parse)];

// Why a need is still not met after trying to install it; null if it is met.
string Unmet(string need)
{
    var requirement = Requirements().SingleOrDefault(each => each.Need == need);
    if (requirement is null)
    {
        return "not declared in build/requirements.txt";
    }

    if (!IsThere(requirement))
    {
        Install(requirement);
    }

    return IsThere(requirement) ? null : $"{string.Join(", ", requirement.Packages)} could not be installed (see {installLog})";
}

bool IsThere(Requirement requirement) => requirement.Files.All(file =>
    file[0] == '/' ? GetFiles(file).Count > 0 : programFolders.Any(folder => FileExists($"{folder}/{file}")));

// The system folders are searched too, because a regular user's PATH lacks them.
string[] programFolders = [.. EnvironmentVariable("PATH").Split(':', StringSplitOptions.RemoveEmptyEntries), "/usr/sbin", "/sbin"];

const string installLog = "out/install.log";
bool listsAreFresh = false;

void Install(Requirement requirement)
{
    Console.WriteLine($"installing {string.Join(", ", requirement.Packages)} for the tests that need {requirement.Need}...");
    EnsureDirectoryExists("out");
    if (!listsAreFresh)
    {
        listsAreFresh = AptGet("update", "--quiet");
    }

    AptGet(["install", "--yes", "--quiet", "--no-install-recommends", .. requirement.Packages]);
}

// As root, or with a sudo that needs no password. IsThere detects a failure, whatever the reason.
bool AptGet(params string[] arguments)
{
    string[] command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120", .. arguments];
    return (Environment.IsPrivilegedProcess
        ? RunLogged(installLog, command[0], command[1..])
        : RunLogged(installLog, "sudo", ["--non-interactive", .. command])) == 0;
}
