using System.Text.Json.Nodes;

namespace Pipelines.Views;

/// <summary>
/// A part of what a step has found out, drawn for a terminal and for a summary page, and written for programs. Its texts may be foreign:
/// drawing makes them harmless.
/// </summary>
public abstract record View
{
    /// <summary>For a terminal: whole lines, each with its end; empty for nothing.</summary>
    public abstract string Text { get; }

    /// <summary>For a summary page: a block of Markdown that ends with an empty line; empty for nothing.</summary>
    public abstract string Markdown { get; }

    /// <summary>Adds what programs read to the result of the step.</summary>
    public virtual void AddTo(JsonObject result)
    {
    }
}
