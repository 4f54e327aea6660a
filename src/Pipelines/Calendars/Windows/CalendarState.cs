using Pipelines.Model;

namespace Pipelines.Calendars.Windows;

/// <summary>Open or closed, and the deciding rule.</summary>
/// <param name="Open">Whether deployments are admitted.</param>
/// <param name="Reason">A code of <see cref="GateReasons"/>: <c>open</c>, <c>outside-window</c>, <c>holiday</c> or <c>freeze</c>.</param>
/// <param name="Text">The reason in words, after "it is": <c>inside mon-thu 09:00-18:00</c>, <c>in the freeze year-end</c>. One line,
/// printable.</param>
public sealed record CalendarState(bool Open, string Reason, string Text);
