using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dxflow.Foundation.Protobuf;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Images;
using Dxflow.Runtimes.Containers.Images.Sessions;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Images.Sessions;

/// <summary>A daemon's side of a session, over a pipe in memory.</summary>
public sealed class BuildSessionTests : IAsyncLifetime
{
    private const string Secret = "/moby.buildkit.secrets.v1.Secrets/GetSecret";
    private const string Credentials = "/moby.filesync.v1.Auth/Credentials";
    private const string CheckAgent = "/moby.sshforward.v1.SSH/CheckAgent";

    private readonly TemporaryDirectory _disk = new();
    private readonly Stream _ours;
    private readonly Stream _theirs;
    private readonly HttpMessageInvoker _daemon;
    private BuildSession? _session;

    public BuildSessionTests()
    {
        var (there, back) = (new Pipe(), new Pipe());
        (_ours, _theirs) = (new Both(there.Reader, back.Writer), new Both(back.Reader, there.Writer));
        _daemon = new HttpMessageInvoker(new SocketsHttpHandler { ConnectCallback = (_, _) => new(_theirs) });
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var build = new ImageBuild("/c", Secrets: [new ContainerFile("s", "known", Content: "hush")]);
        var logins = new Dictionary<string, RegistryLogin>
        {
            ["here:5000"] = new("user", "word"),
            ["https://index.docker.io/v1/"] = new(IdentityToken: "token"),
        };
        var sockets = new Dictionary<string, string> { ["default"] = _disk.File("ssh") };
        _session = await BuildSession.ServeAsync(
            "id", _ours, new SessionOffers(BuildSecrets.Of(build), logins, sockets), TimeProvider.System, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _session!.DisposeAsync();
        _daemon.Dispose();
        _disk.Dispose();
    }

    [Fact]
    public async Task A_secret_is_given_by_its_id_and_no_other_is_there()
    {
        Assert.Equal((0, "hush"), Value(await AskAsync(Secret, "known"), 1));
        Assert.Equal(5, (await AskAsync(Secret, "other")).Status);
        Assert.Equal(5, (await AskAsync(Secret, "")).Status);
    }

    [Fact]
    public async Task A_login_is_given_to_its_own_registry_alone()
    {
        var here = await AskAsync(Credentials, "here:5000");
        Assert.Equal(((0, "user"), (0, "word")), (Value(here, 1), Value(here, 2)));
        Assert.Equal((0, "token"), Value(await AskAsync(Credentials, "registry-1.docker.io"), 2));
        var elsewhere = await AskAsync(Credentials, "elsewhere:5000");
        Assert.Equal((0, 0), (elsewhere.Status, elsewhere.Message.Length));
    }

    [Fact]
    public async Task It_says_that_it_is_there_and_what_it_does_not_know()
    {
        Assert.Equal(0, (await AskAsync("/grpc.health.v1.Health/Check", "")).Status);
        Assert.Equal(12, (await AskAsync("/moby.filesync.v1.FileSync/DiffCopy", "")).Status);
    }

    [Fact]
    public async Task What_is_no_message_is_refused_and_the_session_goes_on()
    {
        foreach (byte[] odd in (byte[][])[[], [0, 0, 0, 0, 9, 1], [1, 0, 0, 0, 0], [0, 255, 255, 255, 255], [0, 0, 0, 0, 1, 0x0F], [0]])
        {
            Assert.Equal(3, (await SendAsync(Secret, new ByteArrayContent(odd))).Status);
        }

        Assert.Equal(0, (await AskAsync(Secret, "known")).Status);
    }

    [Fact]
    public async Task An_agent_that_is_offered_is_talked_to_in_both_directions()
    {
        using var keeper = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        keeper.Bind(new UnixDomainSocketEndPoint(_disk.File("ssh")));
        keeper.Listen();
        Assert.Equal(0, (await AskAsync(CheckAgent, "default")).Status);
        Assert.Equal(0, (await AskAsync(CheckAgent, "")).Status);
        Assert.Equal(5, (await AskAsync(CheckAgent, "other")).Status);

        var said = SendAsync("/moby.sshforward.v1.SSH/ForwardAgent", Frame("question"), "default");
        using var talk = await keeper.AcceptAsync(Cancel);
        var heard = new byte[8];
        Assert.Equal("question", Encoding.ASCII.GetString(heard.AsSpan(0, await talk.ReceiveAsync(heard, Cancel))));
        await talk.SendAsync(Encoding.ASCII.GetBytes("answer"), Cancel);
        talk.Shutdown(SocketShutdown.Both);
        Assert.Equal((0, "answer"), Value(await said, 1));
    }

    [Fact]
    public async Task An_agent_that_has_gone_is_told_so()
    {
        Assert.Equal(14, (await SendAsync("/moby.sshforward.v1.SSH/ForwardAgent", Frame("question"), "default")).Status);
        Assert.Equal(5, (await SendAsync("/moby.sshforward.v1.SSH/ForwardAgent", Frame("question"), "other")).Status);
    }

    [Fact]
    public void Agents_are_sockets_that_are_there()
    {
        var build = new ImageBuild("/c", Ssh: ["default"]);
        Assert.Throws<Fault>(() => SessionOffers.Sockets(build, null));
        Assert.Throws<Fault>(() => SessionOffers.Sockets(build, _disk.File("none")));
        File.WriteAllText(_disk.File("key"), "a private key");
        Assert.Throws<Fault>(() => SessionOffers.Sockets(build with { Ssh = ["git=" + _disk.File("key")] }, null));
        using var keeper = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        keeper.Bind(new UnixDomainSocketEndPoint(_disk.File("ssh")));
        Assert.Equal(_disk.File("ssh"), SessionOffers.Sockets(build, _disk.File("ssh"))["default"]);
        Assert.Equal(_disk.File("ssh"), SessionOffers.Sockets(build with { Ssh = ["git=" + _disk.File("ssh")] }, null)["git"]);
    }

    [Fact]
    public async Task Bytes_that_are_no_protocol_end_the_session_and_nothing_else()
    {
        await _theirs.WriteAsync(Encoding.ASCII.GetBytes(new string('?', 100) + "\r\n\r\n"), Cancel);
        var answer = new byte[1024];
        while (await _theirs.ReadAsync(answer, Cancel) > 0)
        {
            // Until it is closed.
        }
    }

    private Task<(int Status, byte[] Message)> AskAsync(string path, string text) => SendAsync(path, Frame(text));

    private async Task<(int Status, byte[] Message)> SendAsync(string path, HttpContent content, string? id = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost" + path)
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        content.Headers.ContentType = new("application/grpc");
        request.Headers.Add("buildkit.ssh.id", id is null ? [] : [id]);
        using var answer = await _daemon.SendAsync(request, Cancel);
        var body = await answer.Content.ReadAsByteArrayAsync(Cancel);
        return (int.Parse(answer.TrailingHeaders.GetValues("grpc-status").Single()), body.Length == 0 ? [] : body[5..]);
    }

    private static ByteArrayContent Frame(string text)
    {
        var message = new ProtoWriter();
        message.Text(1, text);
        var frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.Written.CopyTo(frame.AsMemory(5));
        return new ByteArrayContent(frame);
    }

    private static (int Status, string Text) Value((int Status, byte[] Message) answer, int wanted)
    {
        var reader = new ProtoReader(answer.Message);
        while (reader.Next(out var number, out var type))
        {
            if (number == wanted)
            {
                return (answer.Status, Encoding.UTF8.GetString(reader.Bytes()));
            }

            reader.Skip(type);
        }

        return (answer.Status, "");
    }

    private sealed class Both(PipeReader input, PipeWriter output) : Stream
    {
        private readonly Stream _input = input.AsStream();
        private readonly Stream _output = output.AsStream();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => _output.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _input.ReadAsync(buffer, cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            _output.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => _output.FlushAsync(cancellationToken);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _input.Dispose();
                _output.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
