namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>Reads what HAProxy's <c>show servers state</c> answers: a version, a line of column names after #, a line a server.</summary>
internal static class HaProxyServers
{
    /// <summary>Whether a server is ready and regarded as up. False when the answer does not name it.</summary>
    public static bool IsUp(string answer, string server)
    {
        var lines = answer.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var columns = lines.FirstOrDefault(words => words is ["#", ..])?.Skip(1).ToList() ?? [];
        var (name, operational, administrative) =
            (columns.IndexOf("srv_name"), columns.IndexOf("srv_op_state"), columns.IndexOf("srv_admin_state"));
        return name >= 0 && operational >= 0 && administrative >= 0
            && lines.Any(words =>
                words.Length == columns.Count && words[name] == server && words[operational] == "2" && words[administrative] == "0");
    }
}
