namespace Pipelines.Tests.Releases.Trees;

/// <summary>A tree that a number determines: files of many sizes, modes and names, empty directories, links.</summary>
internal static class RandomTree
{
    private static readonly string[] Names = ["a", "B", "ü", "日本", "🎉", "with space", ".dot", "-dash", "100%", "a\\b", "{x}", "~", "'q'"];

    public static void Fill(ReleaseWorld world, int seed)
    {
        var random = new Random(seed);
        Fill(world, random, "", depth: 0);
    }

    private static void Fill(ReleaseWorld world, Random random, string directory, int depth)
    {
        foreach (var name in Names.Where(_ => random.Next(3) == 0))
        {
            var path = directory + name;
            switch (random.Next(5))
            {
                case 0 when depth < 3:
                    Directory.CreateDirectory(world.At(path));
                    Fill(world, random, path + "/", depth + 1);
                    File.SetUnixFileMode(world.At(path), (UnixFileMode)(random.Next(0x40) | 0x1C0));
                    break;
                case 1:
                    world.Link(path, string.Concat(Enumerable.Repeat("../", random.Next(depth + 1))) + "some/where");
                    break;
                default:
                    world.Write(path, Content(random), random.Next(0x200) | 0x100);
                    break;
            }
        }
    }

    private static byte[] Content(Random random)
    {
        var bytes =
            new byte[random.Next(8) switch { 0 => 0, 1 => random.Next(100), 2 => random.Next(5_000_000), _ => random.Next(20_000) }];
        if (random.Next(2) == 0)
        {
            random.NextBytes(bytes);
        }

        return bytes;
    }
}
