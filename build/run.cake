// Runs a program to its end, its output passed through; the build fails when it does.
void Run(string program, params string[] arguments)
{
    var status = StartProcess(program, Settings(arguments));
    if (status != 0)
    {
        throw new CakeException(status, $"{program} {string.Join(' ', arguments)} ended with {status}.");
    }
}

// The exit status of a program whose output goes to a log file.
int RunLogged(string log, string program, params string[] arguments)
{
    var settings = Settings(arguments);
    settings.RedirectStandardOutput = settings.RedirectStandardError = true;
    var status = StartProcess(program, settings, out var output, out var errors);
    System.IO.File.AppendAllLines(log, output.Concat(errors));
    return status;
}

// What a program prints to standard output.
string[] Read(string program, params string[] arguments)
{
    var settings = Settings(arguments);
    settings.RedirectStandardOutput = true;
    var status = StartProcess(program, settings, out var output);
    return status == 0 ? [.. output] : throw new CakeException(status, $"{program} {string.Join(' ', arguments)} ended with {status}.");
}

ProcessSettings Settings(string[] arguments) => new() { Arguments = ProcessArgumentBuilder.FromStrings([.. arguments.Where(argument => argument.Length > 0)]) };
