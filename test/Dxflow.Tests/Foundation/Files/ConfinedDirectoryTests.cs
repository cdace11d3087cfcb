using Dxflow.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Foundation.Files;

public sealed class ConfinedDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_is_found_is_inside_whatever_links_and_paths_there_are()
    {
        string[] names = ["a", "b", "c"];
        string[] steps = ["a", "b", "c", "..", ".", "", "/"];
        var (found, refused) = (0, 0);
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var root = _directory.File($"seed{seed}/root");
            Directory.CreateDirectory(root);
            File.WriteAllText(_directory.File($"seed{seed}/a"), "outside");
            Grow(root, 0, random, names, steps);
            using var confined = ConfinedDirectory.Open(root);
            for (var i = 0; i < 60; i++)
            {
                var path = string.Join('/', Enumerable.Range(0, random.Next(1, 6)).Select(_ => steps[random.Next(6)]));
                try
                {
                    using var entry = path.StartsWith('/') ? null : confined.Find(path);
                    if (entry is not null)
                    {
                        found++;
                        var real = new FileInfo(DirectoryCalls.PathOf(entry.Hold)).LinkTarget!;
                        Assert.StartsWith(root + "/", real + "/");
                        Assert.NotEqual(FileKind.Link, entry.Stat.Kind);
                    }
                }
                catch (PathEscapeException)
                {
                    refused++;
                }
            }
        }

        Assert.InRange(found, 100, int.MaxValue);
        Assert.InRange(refused, 100, int.MaxValue);
    }

    [Fact]
    public void It_finds_what_the_kernel_finds_and_leaves_no_handle_open()
    {
        var root = _directory.File("root");
        Directory.CreateDirectory(Path.Combine(root, "a/b"));
        File.WriteAllText(Path.Combine(root, "a/b/file"), "1");
        File.CreateSymbolicLink(Path.Combine(root, "link"), "a/../a/b");
        using var confined = ConfinedDirectory.Open(root + "/");
        var before = Directory.GetFiles("/proc/self/fd").Length;
        for (var i = 0; i < 200; i++)
        {
            using var file = confined.Find("link/../b/./file")!;
            Assert.Equal(FileStat.Find(Path.Combine(root, "a/b/file")), file.Stat);
            using var read = file.OpenToRead();
            Assert.Equal(1, RandomAccess.GetLength(read));
            Assert.Null(confined.Find("a/none/file"));
            Assert.Null(confined.Find("a/b/file/x"));
            Assert.Throws<PathEscapeException>(() => confined.Find("a/../.."));
            Assert.Throws<PathEscapeException>(() => confined.Find("/etc"));
        }

        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, before + 60);
    }

    [Fact]
    public void The_root_of_all_confines_nothing()
    {
        File.CreateSymbolicLink(_directory.File("link"), "/etc/../etc/passwd");
        using var all = ConfinedDirectory.Open("/");
        using var found = all.Find(_directory.File("link")[1..]);
        Assert.Equal(FileStat.Find("/etc/passwd"), found!.Stat);
    }

    private static void Grow(string directory, int depth, Random random, string[] names, string[] steps)
    {
        foreach (var name in names)
        {
            var path = Path.Combine(directory, name);
            switch (random.Next(4))
            {
                case 0:
                    File.WriteAllText(path, "inside");
                    break;
                case 1 when depth < 3:
                    Directory.CreateDirectory(path);
                    Grow(path, depth + 1, random, names, steps);
                    break;
                default:
                    var target = string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => steps[random.Next(6)]));
                    File.CreateSymbolicLink(path, target.Length == 0 ? "/" : target);
                    break;
            }
        }
    }
}
