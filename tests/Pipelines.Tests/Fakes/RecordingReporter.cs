using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Tests.Fakes;

/// <summary>Keeps everything that is reported. Safe to call from several threads.</summary>
internal sealed class RecordingReporter : IReporter
{
    private readonly Lock _gate = new();

    public List<string> Groups { get; } = [];

    public List<string> Infos { get; } = [];

    public List<Problem> Warnings { get; } = [];

    public List<Problem> Errors { get; } = [];

    public List<Progress> Progresses { get; } = [];

    public List<Secret> Masked { get; } = [];

    public IDisposable Group(string title)
    {
        Add(Groups, title);
        return new MemoryStream();
    }

    public void Debug(string text)
    {
    }

    public void Info(string text) => Add(Infos, text);

    public void Warning(Problem problem) => Add(Warnings, problem);

    public void Error(Problem problem) => Add(Errors, problem);

    public void Progress(Progress progress) => Add(Progresses, progress);

    public void Mask(Secret secret) => Add(Masked, secret);

    private void Add<T>(List<T> list, T item)
    {
        lock (_gate)
        {
            list.Add(item);
        }
    }
}
