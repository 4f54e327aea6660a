// Runs a program and passes its output through; the build fails if it fails.
void Run(string program, params string[] arguments)
{
    var status = StartProcess(program, Settings(arguments));
    if (status != 0)
    {
        throw new CakeException(status, $"{program} {string.Join(' ', arguments)} ended with {status}.");
    }
}

// Runs a program with its output in a log file, and returns its exit status.
int RunLogged(string log, string program, params string[] arguments)
{
    var settings = Settings(arguments);
    settings.RedirectStandardOutput = settings.RedirectStandardError = true;
    var status = StartProcess(program, settings, out var output, out var errors);
    System.IO.File.AppendAllLines(log, output.Concat(errors));
    return status;
}

// Runs a program and returns what it prints to standard output.
string[] Read(string program, params string[] arguments)
{
    var settings = Settings(arguments);
    settings.RedirectStandardOutput = true;
    var status = StartProcess(program, settings, out var output);
    return status == 0 ? [.. output] : throw new CakeException(status, $"{program} {string.Join(' ', arguments)} ended with {status}.");
}

ProcessSettings Settings(string[] arguments) => new() { Arguments = ProcessArgumentBuilder.FromStrings([.. arguments.Where(argument => argument.Length > 0)]) };
