namespace Pipelines.Adapters.Hosts.Traffic;

/// <summary>Reads what HAProxy's <c>show servers state</c> answers: a version, a line of column names after #, a line a server.</summary>
internal static class HaProxyServers
{
    /// <summary>Whether a server is ready and regarded as up. False when the answer does not name it.</summary>
    public static bool IsUp(string answer, string server) => Values(answer, server, "srv_op_state", "srv_admin_state") is ["2", "0"];

    /// <summary>Whether it also has a weight, so that it is sent requests.</summary>
    public static bool IsServing(string answer, string server) =>
        IsUp(answer, server) && Values(answer, server, "srv_uweight") is [not "0"];

    /// <summary>The values of a server; null when the answer does not have them all.</summary>
    private static IReadOnlyList<string>? Values(string answer, string server, params IReadOnlyList<string> names)
    {
        var lines = answer.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var columns = lines.FirstOrDefault(words => words is ["#", ..])?.Skip(1).ToList() ?? [];
        var own = columns.IndexOf("srv_name");
        var places = names.Select(name => columns.IndexOf(name)).ToList();
        var found = lines.FirstOrDefault(words => own >= 0 && words.Length == columns.Count && words[own] == server);
        return found is null || places.Contains(-1) ? null : [.. places.Select(place => found[place])];
    }
}
