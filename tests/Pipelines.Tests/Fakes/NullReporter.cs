using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Tests.Fakes;

/// <summary>For tests that look at results, not at what is told.</summary>
public sealed class NullReporter : IReporter, IDisposable
{
    public IDisposable Group(string title) => this;

    public void Dispose()
    {
    }

    public void Debug(string text)
    {
    }

    public void Info(string text)
    {
    }

    public void Warning(Problem problem)
    {
    }

    public void Error(Problem problem)
    {
    }

    public void Progress(Progress progress)
    {
    }

    public void Mask(Secret secret)
    {
    }
}
