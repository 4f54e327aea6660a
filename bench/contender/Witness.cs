using System.Globalization;

namespace Pipelines.Contender;

/// <summary>
/// What a host does, and a judge beside it: a file under an exclusive lock with the highest fencing token seen and the token of who says that he is at
/// work. Commits with a lower token are refused, and counted; so is whoever begins while another one is at work. PATH.begun and PATH.committed list
/// the tokens in the order in which they came.
/// </summary>
internal sealed class Witness(string path)
{
    /// <summary>Someone begins: false when another one is at work.</summary>
    public bool Enter(long token) => Act("begun", token, state => (state.AtWork == 0, state with { AtWork = token, Highest = Math.Max(state.Highest, token) }));

    /// <summary>He ends.</summary>
    public void Leave(long token) => Act(log: null, token, state => (true, state.AtWork == token ? state with { AtWork = 0 } : state));

    /// <summary>The act that a host guards: false when the token is late.</summary>
    public bool Commit(long token) => Act("committed", token, state => (token >= state.Highest, token >= state.Highest ? state with { Highest = token } : state));

    private bool Act(string? log, long token, Func<State, (bool Result, State Next)> act)
    {
        using var file = Open();
        using var reader = new StreamReader(file, leaveOpen: true);
        var (result, next) = act(State.Parse(reader.ReadToEnd()));
        file.SetLength(0);
        file.Write(System.Text.Encoding.ASCII.GetBytes(next.ToString()));
        if (log is not null && (result || log == "begun"))
        {
            File.AppendAllText($"{path}.{log}", string.Create(CultureInfo.InvariantCulture, $"{token}\n"));
        }

        return result;
    }

    private FileStream Open()
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            }
            catch (IOException)
            {
                Thread.Yield();
            }
        }
    }

    private readonly record struct State(long Highest, long AtWork)
    {
        public static State Parse(string text) => text.Split(' ') is [var highest, var working]
            ? new(long.Parse(highest, CultureInfo.InvariantCulture), long.Parse(working, CultureInfo.InvariantCulture))
            : default;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Highest} {AtWork}");
    }
}
