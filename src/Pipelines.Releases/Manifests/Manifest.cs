using System.Security.Cryptography;
using System.Text;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;

namespace Pipelines.Releases.Manifests;

/// <summary>
/// The contents of a release in canonical form: the same tree gives the same bytes, and therefore the same digest, on any machine, whatever
/// its timestamps, order of creation or location in packs. An instance satisfies every rule: its paths stay below the root, and no entry is
/// below a file or a link. It needs little memory, whatever its size.
/// </summary>
public sealed class Manifest
{
    public const int Format = 2;

    private readonly EntryList _list;

    internal Manifest(string app, EntryList list)
    {
        (App, _list) = (app, list);
        Id = ReleaseId.Of(Digest);
    }

    public string App { get; }

    /// <summary>In the order of their paths' UTF-8 bytes; a directory comes before its contents. Read again each time.</summary>
    public IEnumerable<ManifestEntry> Entries => _list.Entries;

    /// <summary>Number of files.</summary>
    public long Files => _list.Files;

    /// <summary>Sum of the files' sizes.</summary>
    public long Bytes => _list.Bytes;

    /// <summary>SHA-256 of the canonical form, 64 hex digits.</summary>
    public string Digest => _list.Digest.ToString();

    public ReleaseId Id { get; }

    /// <summary>The stored form: the canonical one, compressed.</summary>
    public Stream Open() => _list.Content.Open();

    /// <param name="app">The application it belongs to.</param>
    /// <param name="entries">In any order.</param>
    /// <param name="codec">Encodes it.</param>
    /// <exception cref="PipelineException">An entry violates a rule.</exception>
    internal static Manifest Create(string app, IEnumerable<ManifestEntry> entries, PartCodec codec)
    {
        using var writer = new ManifestWriter(app, codec);
        foreach (var entry in entries.OrderBy(entry => entry.Path, Utf8Order.Instance))
        {
            writer.Add(entry);
        }

        return writer.End();
    }

    /// <summary>Reads a manifest that may come from anyone.</summary>
    /// <param name="content">The stored object.</param>
    /// <param name="app">The application it must belong to.</param>
    /// <param name="source">Where it came from, for messages.</param>
    /// <param name="codec">Decodes it.</param>
    /// <exception cref="PipelineException">It is not a manifest in canonical form, violates a rule, or belongs to another
    /// application.</exception>
    internal static Manifest Read(Spool content, string app, string source, PartCodec codec)
    {
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var (rules, head, files, bytes) = (new ManifestRules(app), false, 0L, 0L);
            foreach (var line in LineReader.Read(content, codec, hash))
            {
                if (!head)
                {
                    RequireHead(Encoding.UTF8.GetString(line.Span), app, source);
                    head = true;
                    continue;
                }

                var entry = EntryLine.Read(line.Span);
                files += entry.Kind == EntryKind.File ? 1 : 0;
                bytes += entry.Size;
                if (rules.Check(entry) && !EntryLine.IsCanonical(line.Span, entry))
                {
                    throw PipelineException.BadInput(source,
                        $"this manifest is not in canonical form, at {ReleasePath.Printable(entry.Path)}.");
                }
            }

            rules.End();
            return head ? new Manifest(app, new EntryList(content, codec, Sha256Digest.Of(hash), files, bytes))
                : throw new InvalidDataException("it is empty");
        }
        catch (InvalidDataException e)
        {
            throw new PipelineException([new Problem(source, $"this is not a manifest: {e.Message}.")], ExitCode.BadInput, e);
        }
    }

    private static void RequireHead(string line, string app, string source)
    {
        if (line.Split('\t') is not ["manifest", var format, var found])
        {
            throw new InvalidDataException("it does not start like one");
        }

        if (format != $"{Format}")
        {
            throw PipelineException.BadInput(
                source, $"this manifest has format {ReleasePath.Printable(format)}; this version of Pipelines reads format {Format}.",
                "Use the version that wrote it.");
        }

        if (found != app)
        {
            throw PipelineException.BadInput(source,
                $"this manifest belongs to the application \"{ReleasePath.Printable(found)}\", not \"{app}\".");
        }
    }
}
