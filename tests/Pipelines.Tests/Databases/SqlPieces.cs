namespace Pipelines.Tests.Databases;

/// <summary>Random scripts made of what decides where a statement ends.</summary>
internal static class SqlPieces
{
    private static readonly string[] Pieces =
    [
        ";", ";", ";\n", " ", "\n", "\t", "\r\n", "\f", "select", "a", "a$b", "1", "1e", "1e-", "1.5", ".5", "1..2", "12abc", "$1", "$1a",
            "$",
        "$$", "$a$", "$b$", "$é$", "'", "''", "\\'", "E'", "e'x'", "n'", "N'a'", "b'1'", "x'", "U&'", "u&\"", "\"", "\"\"", "--", "-- c\n",
            "-",
        "/*", "*/", "/*/", "*", "/", "+", "@", "(", ")", "[", "]", ":", "::", ",", ".", "é", "create", "function", "or", "replace",
        "procedure", "begin", "atomic", "end", "case", "BEGIN ", " END", "create function f() begin atomic ", "_", "=", "<>", "%", "#",
            "`", "?",
    ];

    public static string Script(Random random, int pieces) =>
        string.Concat(Enumerable.Range(0, pieces).Select(_ => Pieces[random.Next(Pieces.Length)]));
}
