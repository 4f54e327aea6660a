namespace Pipelines.Tests.Databases;

/// <summary>Gives one character at a time.</summary>
internal sealed class TricklingReader(string text) : TextReader
{
    private int _at;

    public override int Read(char[] buffer, int index, int count)
    {
        if (_at == text.Length)
        {
            return 0;
        }

        buffer[index] = text[_at++];
        return 1;
    }
}
