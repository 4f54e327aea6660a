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

// IsThere detects a failure, whatever the reason.
void Install(Requirement requirement)
{
    Console.WriteLine($"installing {string.Join(", ", requirement.Packages)} for what needs {requirement.Need}...");
    EnsureDirectoryExists("out");
    RunLogged(installLog, "build/install.sh", requirement.Packages);
}
