using System.Formats.Tar;
using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Images;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Images;

public sealed class ContextArchiveTests : IDisposable
{
    private readonly TemporaryDirectory _disk = new();

    public ContextArchiveTests()
    {
        Write("c/Dockerfile", "FROM x");
        Write("c/src/a.txt", "a");
        Write("c/src/b.tmp", "b");
        Write("c/.git/config", "g");
        Write("secret", "s");
        File.CreateSymbolicLink(_disk.File("c/out"), _disk.File("secret"));
    }

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_directory_goes_with_its_links_as_links_and_without_what_is_left_out()
    {
        Write("c/.dockerignore", ".git\n**/*.tmp\nDockerfile\n");
        File.SetUnixFileMode(_disk.File("c/src/a.txt"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var (archive, entries) = await Read(new ImageBuild(_disk.File("c"), _disk.File("c/Dockerfile")));

        Assert.Equal("Dockerfile", archive.Dockerfile);
        Assert.Equal([".dockerignore", "Dockerfile", "out", "src/", "src/a.txt"], entries.Select(entry => entry.Name));
        var (link, file) = (entries.Single(entry => entry.Name == "out"), entries.Single(entry => entry.Name == "src/a.txt"));
        Assert.Equal((TarEntryType.SymbolicLink, _disk.File("secret")), (link.Type, link.Text));
        Assert.Equal(("a", UnixFileMode.UserRead | UnixFileMode.UserExecute, 0), (file.Text, file.Mode, file.User));
    }

    [Fact]
    public async Task A_Dockerfile_that_is_text_or_lies_elsewhere_goes_under_a_name_of_its_own()
    {
        Write("c/.dockerignore", "*");
        var (inline, first) = await Read(new ImageBuild(_disk.File("c"), DockerfileInline: "FROM inline"));
        Assert.Equal((inline.Dockerfile, "FROM inline"), (first[0].Name, first[0].Text));
        Assert.Equal([inline.Dockerfile, ".dockerignore"], first.Select(entry => entry.Name));

        Write("other/Dockerfile", "FROM other");
        var (_, second) = await Read(new ImageBuild(_disk.File("c"), _disk.File("other/Dockerfile")));
        Assert.Equal("FROM other", second[0].Text);
    }

    [Fact]
    public async Task What_a_Dockerfile_leaves_out_of_its_own_comes_first()
    {
        Write("c/.dockerignore", "src");
        Write("c/Dockerfile.dockerignore", ".git\nout\n*ignore");

        var (_, entries) = await Read(new ImageBuild(_disk.File("c"), _disk.File("c/Dockerfile")));

        Assert.Equal([".dockerignore", "Dockerfile", "src/", "src/a.txt", "src/b.tmp"], entries.Select(entry => entry.Name));
    }

    [Fact]
    public async Task Secrets_go_along_under_names_that_nobody_knows_for_their_owner_alone()
    {
        var build = new ImageBuild(_disk.File("c"), Secrets: [new ContainerFile("s", "id", Content: "hush", Secret: true)]);
        var (archive, entries) = await Read(build, BuildSecrets.Of(build));

        var secret = entries.Single(entry => entry.Text == "hush");
        Assert.Equal((archive.Secrets["id"], UnixFileMode.UserRead | UnixFileMode.UserWrite), (secret.Name, secret.Mode));
        Assert.NotEqual(archive.Secrets["id"], ContextArchive.Of(build, BuildSecrets.Of(build)).Secrets["id"]);
        Assert.DoesNotContain((await Read(build)).Entries, entry => entry.Text == "hush");
        Assert.Throws<Fault>(() => ContextArchive.Of(build with { Context = "https://x/y.git" }, BuildSecrets.Of(build)));
    }

    [Fact]
    public async Task What_cannot_be_sent_is_left_out_and_what_cannot_be_read_is_told()
    {
        Write("c/.dockerignore", ".git\nsrc\nout");
        using (var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified))
        {
            socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(_disk.File("c/sock")));
            var (_, entries) = await Read(new ImageBuild(_disk.File("c"), _disk.File("c/Dockerfile")));
            Assert.Equal([".dockerignore", "Dockerfile"], entries.Select(entry => entry.Name));
        }

        // Deeper than is sent; the making of the archive begins before it is read.
        Directory.CreateDirectory(_disk.File("c/" + string.Join('/', Enumerable.Repeat("d", ContextTree.DepthMax + 2))));
        using var archive = ContextArchive.Of(new ImageBuild(_disk.File("c"), _disk.File("c/Dockerfile")));
        await Assert.ThrowsAnyAsync<Exception>(() => archive.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(FaultKind.Invalid, archive.Failure!.Info.Code);
    }

    [Fact]
    public void What_is_not_there_or_cannot_be_fetched_is_refused_before_anything_is_sent()
    {
        Assert.Throws<Fault>(() => ContextArchive.Of(new ImageBuild(_disk.File("none"), _disk.File("none/Dockerfile"))));
        Assert.Throws<Fault>(() => ContextArchive.Of(new ImageBuild(_disk.File("c"), _disk.File("none"))));
        Assert.Throws<Fault>(() => ContextArchive.Of(new ImageBuild(_disk.File("c"), _disk.File("c/../secret"))));
        Assert.Throws<Fault>(() => ContextArchive.Of(new ImageBuild("docker-image://x")));
        Assert.Throws<Fault>(() => ContextArchive.Of(new ImageBuild("https://x/y.git", DockerfileInline: "FROM x")));
        Assert.Equal("https://x/y.git", ContextArchive.Of(new ImageBuild("https://x/y.git", "Other")).Remote);
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_disk.File(name))!);
        File.WriteAllText(_disk.File(name), text);
    }

    private static async Task<(ContextArchive Archive, List<Entry> Entries)> Read(
        ImageBuild build, BuildSecrets? secrets = null)
    {
        using var archive = ContextArchive.Of(build, secrets);
        using var whole = new MemoryStream(await archive.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        using var tar = new TarReader(whole);
        var entries = new List<Entry>();
        while (await tar.GetNextEntryAsync(copyData: true, TestContext.Current.CancellationToken) is { } entry)
        {
            var text = entry.DataStream is { } content ? new StreamReader(content, Encoding.UTF8).ReadToEnd() : entry.LinkName;
            if (entry.Name == "./")
            {
                // BuildKit knows an archive by its first kilobyte, in which this one is whole.
                Assert.Equal((0, TarEntryFormat.Ustar), (entries.Count, entry.Format));
                continue;
            }

            entries.Add(new Entry(entry.Name, entry.EntryType, text, entry.Mode, entry.Uid));
        }

        return (archive, entries);
    }

    private sealed record Entry(string Name, TarEntryType Type, string Text, UnixFileMode Mode, int User);
}
