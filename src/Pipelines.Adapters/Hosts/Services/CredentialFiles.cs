using System.Text;
using Pipelines.Adapters.Hosts.Local;
using Pipelines.Adapters.Posix;

namespace Pipelines.Adapters.Hosts.Services;

/// <summary>Secrets of a slot that its service gets as files: what systemd loads as credentials.</summary>
internal static class CredentialFiles
{
    /// <summary>The variable that says to programs where they are.</summary>
    public const string Variable = "CREDENTIALS_DIRECTORY";

    /// <summary>Writes those that a service wants, and nothing when it wants none.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="names">Names of the variables.</param>
    /// <param name="variables">All variables of the app.</param>
    /// <returns>The other variables.</returns>
    public static IReadOnlyDictionary<string, string> Split(string directory, IReadOnlyList<string> names,
        IReadOnlyDictionary<string, string> variables)
    {
        if (names.Count > 0)
        {
            Durable.CreateDirectory(directory, HostLayout.OwnerOnly);
        }

        foreach (var name in names)
        {
            AtomicFiles.Write(Path.Combine(directory, name), Encoding.UTF8.GetBytes(variables[name]));
        }

        return variables.Where(variable => !names.Contains(variable.Key)).ToDictionary();
    }

    /// <summary>Lets the link of a slot lead to those of a deployment; without any there is no link.</summary>
    public static void Link(string link, string directory)
    {
        if (Directory.Exists(directory))
        {
            AtomicFiles.Link(link, directory);
        }
        else
        {
            File.Delete(link);
        }
    }

    /// <summary>Their values; empty when there are none.</summary>
    public static IEnumerable<string> ValuesIn(string directory) =>
        Directory.Exists(directory) ? Directory.EnumerateFiles(directory).Select(File.ReadAllText) : [];
}
