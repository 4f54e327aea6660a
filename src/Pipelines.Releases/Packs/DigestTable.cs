using Pipelines.Releases.Files;

namespace Pipelines.Releases.Packs;

/// <summary>
/// A dictionary for a very large number of digests: values are in pages that never move, so that it grows without copying and creates no
/// garbage.
/// </summary>
/// <typeparam name="T">The value for each digest.</typeparam>
internal sealed class DigestTable<T>
    where T : struct
{
    private const int PageSize = 1024;
    private const int None = -1;

    private readonly List<Entry[]> _pages = [];
    private int[] _first = [None];
    private int _count;

    /// <summary>The value of a digest; it is added with the default value if it is new.</summary>
    /// <param name="sha256">The digest.</param>
    /// <param name="isNew">Whether it was new.</param>
    public ref T At(Sha256Digest sha256, out bool isNew)
    {
        var found = Find(sha256);
        isNew = found == None;
        if (isNew)
        {
            Grow();
            found = _count++;
            ref var bucket = ref BucketOf(sha256);
            EntryAt(found) = new Entry { Sha256 = sha256, Next = bucket };
            bucket = found;
        }

        return ref EntryAt(found).Value;
    }

    public bool TryGet(Sha256Digest sha256, out T value)
    {
        var found = Find(sha256);
        value = found == None ? default : EntryAt(found).Value;
        return found != None;
    }

    private int Find(Sha256Digest sha256)
    {
        var at = BucketOf(sha256);
        while (at != None && EntryAt(at).Sha256 != sha256)
        {
            at = EntryAt(at).Next;
        }

        return at;
    }

    /// <summary>Makes room for one more. Entries stay in place; only the chains are rebuilt.</summary>
    private void Grow()
    {
        if (_count == _pages.Count * PageSize)
        {
            _pages.Add(new Entry[PageSize]);
        }

        if (_count < _first.Length)
        {
            return;
        }

        _first = new int[_first.Length * 2];
        _first.AsSpan().Fill(None);
        for (var i = 0; i < _count; i++)
        {
            ref var entry = ref EntryAt(i);
            ref var bucket = ref BucketOf(entry.Sha256);
            (entry.Next, bucket) = (bucket, i);
        }
    }

    private ref Entry EntryAt(int number) => ref _pages[number / PageSize][number % PageSize];

    private ref int BucketOf(Sha256Digest sha256) => ref _first[sha256.GetHashCode() & (_first.Length - 1)];

    private struct Entry
    {
        public Sha256Digest Sha256;
        public int Next;
        public T Value;
    }
}
