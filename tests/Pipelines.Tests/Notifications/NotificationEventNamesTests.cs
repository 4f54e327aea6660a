using Pipelines.Errors;
using Pipelines.Notifications;

namespace Pipelines.Tests.Notifications;

public sealed class NotificationEventNamesTests
{
    [Theory]
    [InlineData(NotificationEvent.Blocked, "blocked")]
    [InlineData(NotificationEvent.Started, "started")]
    [InlineData(NotificationEvent.Succeeded, "succeeded")]
    [InlineData(NotificationEvent.Failed, "failed")]
    [InlineData(NotificationEvent.RolledBack, "rolled-back")]
    [InlineData(NotificationEvent.RollbackFailed, "rollback-failed")]
    public void EveryEventHasANameThatIsReadBack(NotificationEvent happened, string name)
    {
        Assert.Equal(name, happened.WireName());
        Assert.Equal(happened, NotificationEventNames.Parse(name));
        Assert.Contains(name, NotificationEventNames.All);
    }

    [Fact]
    public void AMistypedNameIsToldTheNearest() => Assert.Contains(
        "rolled-back", Assert.Throws<PipelineException>(() => NotificationEventNames.Parse("rolledback")).Message,
        StringComparison.Ordinal);
}
