using Dxflow.Operations;
using Dxflow.Shells.Recordings;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Shells.Recordings;

public sealed class RecordingShelfTests : IDisposable
{
    private static readonly HashSet<string> Nobody = [];
    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingShelf _shelf;

    public RecordingShelfTests() => _shelf = new RecordingShelf(Path.Combine(_directory.Path, "recordings"));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Names_count_up_for_each_shell_and_are_never_given_twice()
    {
        Assert.Equal("build.1", Made("build"));
        Assert.Equal("build.2", Made("build"));
        Assert.Equal("build.1.1", Made("build.1"));
        _shelf.Remove("build.1");
        Assert.Equal("build.3", Made("build"));
        Assert.Equal(["build.1.1", "build.2", "build.3"], _shelf.All(Nobody).Select(static one => one.Name));
    }

    [Fact]
    public void One_that_was_broken_off_ends_with_its_last_whole_line()
    {
        var (name, path) = _shelf.Next("work");
        using (var file = CastFile.Create(path, Header, 1 << 20))
        {
            Assert.True(file.TryWrite(new CastEvent(1, CastEvent.Output, "one")));
            Assert.True(file.TryWrite(new CastEvent(2.5, CastEvent.Output, new string('x', 200_000))));
            Assert.True(file.TryWrite(new CastEvent(3.5, CastEvent.Output, "last")));
        }

        var whole = new FileInfo(path).Length;
        File.AppendAllText(path, "[4.0,\"o\",\"" + new string('y', 100_000));
        var info = _shelf.Find(name, new HashSet<string> { name })!;
        Assert.Equal((whole, 3.5, true), (info.Size, info.Seconds, info.Recording));
        var (content, length) = _shelf.Open(name);
        using (content)
        {
            Assert.Equal(whole, length);
        }

        Assert.Equal(3, CastRules.Read(File.ReadAllBytes(path)[..(int)whole]).Count);
    }

    [Fact]
    public void What_cannot_be_read_hides_no_other_and_what_is_no_name_is_nothing()
    {
        Made("good");
        File.WriteAllText(Path.Combine(_directory.Path, "recordings/bad.1.cast"), "no header\n");
        File.WriteAllText(Path.Combine(_directory.Path, "recordings/empty.1.cast"), "");
        File.WriteAllText(Path.Combine(_directory.Path, "recordings/stray.cast"), "");
        Assert.Equal(["good.1"], _shelf.All(Nobody).Select(static one => one.Name));
        foreach (var name in (string[])["../journal/x.1", "good", "good.", "good.0", ".1", "", "good.1/../good.1", "good.99"])
        {
            Assert.Null(_shelf.Find(name, Nobody));
        }
    }

    [Fact]
    public void It_ends_at_its_size_with_a_whole_line_and_only_its_user_reads_it()
    {
        var (_, path) = _shelf.Next("work");
        using (var file = CastFile.Create(path, Header, 2_000))
        {
            while (file.TryWrite(new CastEvent(1, CastEvent.Output, "0123456789")))
            {
                // Until it is full.
            }

            file.WriteLast(new CastEvent(2, CastEvent.Marker, "full"));
        }

        Assert.InRange(new FileInfo(path).Length, 1_500, 2_000);
        Assert.Equal("full", CastRules.Read(File.ReadAllBytes(path))[^1].Text);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Throws<IOException>(() => CastFile.Create(path, Header, 2_000));
        Assert.Equal(FaultKind.Missing, RecordingShelf.Missing("x").Info.Code);
    }

    [Fact]
    public void The_entry_of_the_audit_log_is_named_and_older_recordings_have_none()
    {
        var (name, path) = _shelf.Next("work");
        CastFile.Create(path, Header with { Dxflow = Header.Dxflow with { Entry = 42 } }, 1 << 20).Dispose();
        Assert.Equal(42, _shelf.Find(name, Nobody)!.Entry);
        var text = File.ReadAllText(path);
        Assert.Contains(",\"entry\":42", text);
        File.WriteAllText(path, text.Replace(",\"entry\":42", ""));
        Assert.Null(_shelf.Find(name, Nobody)!.Entry);
        Assert.Equal("me", _shelf.Find(name, Nobody)!.By);
    }

    private static CastHeader Header => new(
        2, 80, 24, 1, "work", "sh", new Dictionary<string, string> { ["TERM"] = "xterm" },
        new CastOrigin("work", "id", "me", DateTimeOffset.UnixEpoch, "local", "shell.record", false));

    private string Made(string shell)
    {
        var (name, path) = _shelf.Next(shell);
        CastFile.Create(path, Header with { Title = shell }, 1 << 20).Dispose();
        return name;
    }
}
