using Pipelines.Configuration;
using Pipelines.Errors;

namespace Pipelines.Gates;

/// <summary>Where windows come from: one that stands in the configuration file, or a file in iCalendar format.</summary>
public abstract record WindowSource
{
    private WindowSource()
    {
    }

    /// <exception cref="PipelineException">A file cannot be read or has problems.</exception>
    public abstract IReadOnlyList<Window> Read(ConfigFile config);

    public sealed record Written(Window Window) : WindowSource
    {
        public override IReadOnlyList<Window> Read(ConfigFile config) => [Window];
    }

    /// <param name="Path">Relative to the configuration file.</param>
    public sealed record InFile(string Path) : WindowSource
    {
        public override IReadOnlyList<Window> Read(ConfigFile config)
        {
            try
            {
                var file = new FileInfo(config.Resolve(Path));
                return file.Length <= IcsCalendar.MaxLength
                    ? IcsCalendar.Parse(File.ReadAllText(file.FullName), Path)
                    : throw PipelineException.BadInput(Path, $"the calendar file is larger than {IcsCalendar.MaxLength} bytes.");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw PipelineException.BadInput(Path, $"the calendar file cannot be read: {e.Message}", "Its path is relative to the configuration file.");
            }
        }
    }
}
