using NodaTime;

namespace Pipelines.Calendars.Windows;

/// <summary>The moment from which the state holds, until the next change.</summary>
/// <param name="At">When.</param>
/// <param name="Open">Whether deployments are let in.</param>
/// <param name="Reason">The deciding rule at that moment, a code as in <see cref="CalendarState"/>.</param>
/// <param name="Text">The same for people.</param>
public sealed record CalendarChange(Instant At, bool Open, string Reason, string Text);
