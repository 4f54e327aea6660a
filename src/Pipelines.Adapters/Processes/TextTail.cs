using System.Text;

namespace Pipelines.Adapters.Processes;

/// <summary>The end of a text that is too long to keep.</summary>
/// <param name="capacity">Number of characters kept.</param>
internal sealed class TextTail(int capacity)
{
    private readonly StringBuilder _text = new();

    public void Append(ReadOnlySpan<char> text)
    {
        _text.Append(text);
        if (_text.Length > 2 * capacity)
        {
            Cut();
        }
    }

    public override string ToString()
    {
        Cut();
        return _text.ToString();
    }

    private void Cut()
    {
        var surplus = _text.Length - capacity;
        if (surplus > 0)
        {
            _text.Remove(0, char.IsLowSurrogate(_text[surplus]) ? surplus + 1 : surplus);
        }
    }
}
