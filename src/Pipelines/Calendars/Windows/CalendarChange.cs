using NodaTime;

namespace Pipelines.Calendars.Windows;

/// <summary>The time from which the state applies, until the next change.</summary>
/// <param name="At">The time of the change.</param>
/// <param name="Open">Whether deployments are admitted.</param>
/// <param name="Reason">The code of the deciding rule at that time, as in <see cref="CalendarState"/>.</param>
/// <param name="Text">The reason in words.</param>
public sealed record CalendarChange(Instant At, bool Open, string Reason, string Text);
