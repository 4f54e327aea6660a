using NodaTime;
using Pipelines.Configuration;
using Pipelines.Errors;

namespace Pipelines.Gates;

/// <summary>Where holidays come from: one date, or a file in iCalendar format.</summary>
public abstract record HolidaySource
{
    private HolidaySource()
    {
    }

    public abstract IReadOnlyList<Holiday> Read(ConfigFile config);

    public sealed record OnDate(LocalDate Date) : HolidaySource
    {
        public override IReadOnlyList<Holiday> Read(ConfigFile config) => [Holiday.OnDate(Date)];
    }

    /// <param name="Path">Relative to the configuration file.</param>
    public sealed record InFile(string Path) : HolidaySource
    {
        private const int MostBytes = 1 << 20;

        public override IReadOnlyList<Holiday> Read(ConfigFile config)
        {
            try
            {
                var file = new FileInfo(config.Resolve(Path));
                return file.Length <= MostBytes
                    ? IcsHolidays.Parse(File.ReadAllText(file.FullName), Path)
                    : throw PipelineException.BadInput(Path, $"the file of holidays is larger than {MostBytes} bytes.");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw PipelineException.BadInput(Path, $"the file of holidays cannot be read: {e.Message}", "Its path is relative to the configuration file.");
            }
        }
    }
}
