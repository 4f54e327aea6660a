using System.Globalization;

namespace Pipelines.Contender;

/// <summary>
/// Acts as a host and checks the contenders: a file under an exclusive lock with the highest fencing token seen and the token of whoever
/// claims to
/// be working. Commits with a lower token are rejected and counted, and so is starting while another contender is working. PATH.begun and
/// PATH.committed list the tokens in order of arrival.
/// </summary>
internal sealed class Witness(string path)
{
    /// <summary>A contender starts: false if another one is working.</summary>
    public bool Enter(long token) =>
        Act("begun", token, state => (state.AtWork == 0, state with { AtWork = token, Highest = Math.Max(state.Highest, token) }));

    /// <summary>The contender ends.</summary>
    public void Leave(long token) => Act(log: null, token, state => (true, state.AtWork == token ? state with { AtWork = 0 } : state));

    /// <summary>The action that the host protects: false if the token is outdated.</summary>
    public bool Commit(long token) =>
        Act("committed", token, state => (token >= state.Highest, token >= state.Highest ? state with { Highest = token } : state));

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
