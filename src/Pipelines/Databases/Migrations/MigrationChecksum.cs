using System.Security.Cryptography;
using System.Text;
using Pipelines.Databases.Splitting;

namespace Pipelines.Databases.Migrations;

/// <summary>A digest of statements that stays the same when only comments, white space or line ends change.</summary>
public static class MigrationChecksum
{
    /// <summary>Says how it was computed, so that another way can follow.</summary>
    private const string Prefix = "1:";

    public static string Of(IEnumerable<MigrationStatement> statements)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var statement in statements)
        {
            foreach (var (_, text) in SqlTokens.Of(statement.Sql.Text))
            {
                Add(hash, text);
            }

            Add(hash, ";");
            Add(hash, statement.Sql.CopyData?.ReplaceLineEndings("\n") ?? "");
        }

        return Prefix + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0]);
    }
}
