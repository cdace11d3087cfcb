using System.Security.Cryptography;
using System.Text;
using Dxflow.Objects;
using Dxflow.Objects.Incoming;
using Dxflow.Operations;
using Dxflow.Tests.Foundation;
using Xunit;

namespace Dxflow.Tests.Objects.Incoming;

public sealed class IncomingDeskTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly ObjectFixture _fixture;

    public IncomingDeskTests() => _fixture = new ObjectFixture(_time);

    private IncomingDesk Desk => _fixture.Noun.Incoming;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_file_that_comes_in_pieces_has_its_path_when_the_last_one_is_there()
    {
        var begun = await Begin(new CreateIncoming("data/x", 6, Parents: true, Sha256: Hash("abcdef")));
        Assert.Equal((0L, 6L, false), (begun.Offset, begun.Length, begun.Done));
        Assert.Equal(4, (await Append(begun, 0, "abcd")).Offset);
        await ObjectFixture.Fails(FaultKind.Missing, () => _fixture.Download("data/x"));
        await ObjectFixture.Fails(FaultKind.Conflict, () => Append(begun, 2, "cdef"));
        var done = await Append(begun, 4, "ef");
        Assert.Equal((6L, true, Hash("abcdef")), (done.Offset, done.Done, done.Sha256));
        Assert.Equal("abcdef", await _fixture.Download("data/x"));

        // A client that did not hear of it asks, and hears it.
        Assert.Equal((6L, true), ((await Show(begun)).Offset, (await Show(begun)).Done));
        Assert.True((await Append(begun, 6, "")).Done);
    }

    [Fact]
    public async Task An_engine_that_begins_finds_what_had_come_and_what_was_whole()
    {
        var begun = await Begin(new CreateIncoming("x", 6));
        await Append(begun, 0, "abc");
        var done = await Begin(new CreateIncoming("y", 0));
        _fixture.Restart(TimeProvider.System);
        Assert.Equal(3, (await Desk.ShowAsync(new ShowIncoming(begun.Id), ObjectFixture.Call)).Offset);
        Assert.True((await Desk.ShowAsync(new ShowIncoming(done.Id), ObjectFixture.Call)).Done);
        var whole = await Desk.AppendAsync(new AppendIncoming(begun.Id, 3), Text("def"), ObjectFixture.Call);
        Assert.Equal((true, Hash("abcdef")), (whole.Done, whole.Sha256));
    }

    [Fact]
    public async Task A_rename_that_a_crash_cut_off_from_its_record_is_known_for_one()
    {
        var begun = await Begin(new CreateIncoming("x", 3));
        await Append(begun, 0, "abc");
        var record = Path.Combine(_fixture.Root, "resumable", begun.Id + ".json");
        var before = File.ReadAllText(record).Replace("\"done\"", "\"placing\"", StringComparison.OrdinalIgnoreCase);
        Assert.Contains("placing", before, StringComparison.Ordinal);
        File.WriteAllText(record, before);
        _fixture.Restart(TimeProvider.System);
        Assert.True((await Desk.ShowAsync(new ShowIncoming(begun.Id), ObjectFixture.Call)).Done);
    }

    [Fact]
    public async Task What_a_lost_connection_brought_stays_and_what_a_checksum_was_to_prove_does_not()
    {
        var begun = await Begin(new CreateIncoming("x", 10));
        await Assert.ThrowsAsync<IOException>(() => Append(begun, 0, new BrokenStream("abcd")));
        Assert.Equal(4, (await Show(begun)).Offset);
        await Assert.ThrowsAsync<IOException>(() => Append(begun, 4, new BrokenStream("efg"), Checksum("efg")));
        Assert.Equal(4, (await Show(begun)).Offset);
        var wrong = await ObjectFixture.Fails(FaultKind.Invalid, () => Append(begun, 4, Text("efghij"), Checksum("other")));
        Assert.IsType<ChecksumException>(wrong.InnerException);
        Assert.Equal(4, (await Show(begun)).Offset);
        Assert.Equal(Hash("abcdefghij"), (await Append(begun, 4, Text("efghij"), Checksum("efghij"))).Sha256);
    }

    [Fact]
    public async Task What_is_not_what_was_announced_is_given_up_wholly()
    {
        var begun = await Begin(new CreateIncoming("x", 3, Sha256: Hash("abc")));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Append(begun, 0, "abcd"));
        Assert.Equal(0, (await Show(begun)).Offset);
        await ObjectFixture.Fails(FaultKind.Invalid, () => Append(begun, 0, "xyz"));
        await ObjectFixture.Fails(FaultKind.Missing, () => Show(begun));
        Assert.Empty(Directory.GetFiles(Path.Combine(_fixture.Root, "resumable")));
    }

    [Fact]
    public async Task What_it_shall_be_may_be_said_with_the_last_piece()
    {
        var begun = await Begin(new CreateIncoming("x", 6));
        await Append(begun, 0, "abc");
        Assert.Equal(Hash("abc"), (await Desk.ShowAsync(new ShowIncoming(begun.Id, Sum: true), ObjectFixture.Call)).Sum);
        Assert.Null((await Show(begun)).Sum);
        await ObjectFixture.Fails(FaultKind.Invalid, () => Last(begun, "def", "no sum"));
        await ObjectFixture.Fails(FaultKind.Invalid, () => Last(begun, "xyz", Hash("abcdef")));
        await ObjectFixture.Fails(FaultKind.Missing, () => Show(begun));
        await ObjectFixture.Fails(FaultKind.Missing, () => _fixture.Download("x"));

        begun = await Begin(new CreateIncoming("x", 6));
        await Append(begun, 0, "abc");
        _fixture.Restart(TimeProvider.System);
        Assert.Equal(Hash("abc"), (await Desk.ShowAsync(new ShowIncoming(begun.Id, Sum: true), ObjectFixture.Call)).Sum);
        var done = await Last(begun, "def", Hash("abcdef"));
        Assert.Equal((true, Hash("abcdef")), (done.Done, done.Sha256));
        Assert.Equal(Hash("abcdef"), (await Desk.ShowAsync(new ShowIncoming(begun.Id, Sum: true), ObjectFixture.Call)).Sum);
        await ObjectFixture.Fails(FaultKind.Conflict, () => Desk.AppendAsync(
            new AppendIncoming(begun.Id, 6, Sha256: Hash("other")), new MemoryStream(), ObjectFixture.Call));

        Task<IncomingInfo> Last(IncomingInfo upload, string text, string sha256) =>
            Desk.AppendAsync(new AppendIncoming(upload.Id, 3, Sha256: sha256), Text(text), ObjectFixture.Call);
    }

    [Fact]
    public async Task Parts_become_one_file_and_go()
    {
        var second = await Begin(new CreateIncoming(Part: true, Length: 3));
        var first = await Begin(new CreateIncoming(Part: true, Length: 3));
        await Append(first, 0, "abc");
        await ObjectFixture.Fails(FaultKind.Conflict, () => Begin(new CreateIncoming("x", Parts: [first.Id, second.Id])));
        await Append(second, 0, "def");
        var whole = await Begin(new CreateIncoming("x", Parts: [first.Id, second.Id]));
        Assert.Equal((6L, true), (whole.Length, whole.Done));
        Assert.Equal("abcdef", await _fixture.Download("x"));
        await ObjectFixture.Fails(FaultKind.Missing, () => Show(first));
        await ObjectFixture.Fails(FaultKind.Conflict, () => Begin(new CreateIncoming("y", Parts: [whole.Id])));
    }

    [Fact]
    public async Task A_path_that_somebody_took_meanwhile_loses_nothing()
    {
        var begun = await Begin(new CreateIncoming("x", 3));
        await _fixture.Upload("x", "other");
        await ObjectFixture.Fails(FaultKind.Conflict, () => Append(begun, 0, "abc"));
        Assert.Equal("other", await _fixture.Download("x"));
        Assert.Equal((3L, false), ((await Show(begun)).Offset, (await Show(begun)).Done));
        await _fixture.Desk.RemoveAsync(new RemoveObject("x"), ObjectFixture.Call);
        Assert.True((await Append(begun, 3, "")).Done);
        Assert.Equal("abc", await _fixture.Download("x"));
    }

    [Fact]
    public async Task Others_see_nothing_of_it_but_a_master()
    {
        var begun = await Begin(new CreateIncoming("x", 3));
        var stranger = new Call(new Caller("eve", Permission.Object, null, CancellationToken.None), CancellationToken.None);
        await ObjectFixture.Fails(FaultKind.Missing, () => Desk.ShowAsync(new ShowIncoming(begun.Id), stranger));
        await ObjectFixture.Fails(FaultKind.Missing, () => Desk.RemoveAsync(new RemoveIncoming(begun.Id), stranger));
        await ObjectFixture.Fails(
            FaultKind.Missing, () => Desk.AppendAsync(new AppendIncoming(begun.Id, 0), Text("abc"), stranger));
        Assert.Empty((await Desk.ListAsync(new ListIncoming(), stranger)).Items);
        var master = stranger with { Caller = stranger.Caller with { Permissions = Permission.Master } };
        Assert.Single((await Desk.ListAsync(new ListIncoming("x"), master)).Items);
    }

    [Fact]
    public async Task What_nothing_comes_to_for_a_day_is_given_up_with_its_bytes()
    {
        var begun = await Begin(new CreateIncoming("x", 6));
        await Append(begun, 0, "abc");
        _time.Advance(IncomingUpload.KeptFor - TimeSpan.FromMinutes(1));
        Assert.Equal(3, (await Show(begun)).Offset);
        _time.Advance(TimeSpan.FromMinutes(2));
        await ObjectFixture.Fails(FaultKind.Missing, () => Show(begun));
        Assert.Empty((await Desk.ListAsync(new ListIncoming(), ObjectFixture.Call)).Items);
        Assert.Empty(Directory.GetFiles(Path.Combine(_fixture.Root, "resumable")));
    }

    [Fact]
    public async Task What_is_being_written_is_not_given_up_however_long_that_takes()
    {
        var begun = await Begin(new CreateIncoming("x", 6));
        var slow = new HangingStream("abc");
        var first = Append(begun, 0, slow);
        await slow.Hangs;
        _time.Advance(IncomingUpload.KeptFor * 2);
        Assert.Single((await Desk.ListAsync(new ListIncoming(), ObjectFixture.Call)).Items);
        Assert.Equal(3, (await Show(begun)).Offset);
        Assert.True((await Append(begun, 3, "def")).Done);
        await ObjectFixture.Fails(FaultKind.Conflict, () => first);
        Assert.Equal("abcdef", await _fixture.Download("x"));
    }

    [Fact]
    public async Task The_next_request_takes_over_from_one_that_hangs()
    {
        var begun = await Begin(new CreateIncoming("x", 6));
        var hanging = new HangingStream("ab");
        var first = Append(begun, 0, hanging);
        await hanging.Hangs;
        var done = await Append(begun, 2, "cdef");
        await ObjectFixture.Fails(FaultKind.Conflict, () => first);
        Assert.Equal(Hash("abcdef"), done.Sha256);
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("x", -1L, false)]
    [InlineData("x", 1L, true)]
    [InlineData("../x", 1L, false)]
    public async Task What_cannot_be_is_refused_and_leaves_nothing(string? path, long? length, bool part)
    {
        await ObjectFixture.Fails(FaultKind.Invalid, () => Begin(new CreateIncoming(path, length, Part: part)));
        await ObjectFixture.Fails(FaultKind.Exhausted, () => Begin(new CreateIncoming("x", long.MaxValue)));
        Assert.Empty(Directory.GetFiles(Path.Combine(_fixture.Root, "resumable")));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Checksum(string text) => "sha256 " + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    private Task<IncomingInfo> Begin(CreateIncoming request) => Desk.CreateAsync(request, ObjectFixture.Call);

    private Task<IncomingInfo> Show(IncomingInfo upload) => Desk.ShowAsync(new ShowIncoming(upload.Id), ObjectFixture.Call);

    private Task<IncomingInfo> Append(IncomingInfo upload, long offset, string text) => Append(upload, offset, Text(text));

    private Task<IncomingInfo> Append(IncomingInfo upload, long offset, Stream content, string? checksum = null) =>
        Desk.AppendAsync(new AppendIncoming(upload.Id, offset, Checksum: checksum), content, ObjectFixture.Call);

    /// <summary>Gives its bytes, then fails as a connection does.</summary>
    private sealed class BrokenStream(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is var read and > 0 ? read : throw new IOException("gone");
    }

    /// <summary>Gives its bytes, then nothing more, and does not end.</summary>
    private sealed class HangingStream(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        private readonly TaskCompletionSource _hangs = new();

        public Task Hangs => _hangs.Task;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (await base.ReadAsync(buffer, cancellationToken) is var read and > 0)
            {
                return read;
            }

            _hangs.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return 0;
        }
    }
}
