using System.Text.Json;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli.Client;
using Xunit;

namespace Dxflow.Tests.Surfaces.Cli.Client;

/// <summary>A token that is refused is made anew once, and what was asked for is asked again.</summary>
public sealed class RenewalTests : IAsyncLifetime
{
    private readonly List<string?> _refused = [];
    private SampleEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await SampleEngine.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task A_refused_token_is_made_anew_and_the_call_is_made_once()
    {
        var answer = await CallAsync(refused => refused is null ? "nobody" : "good");
        Assert.Contains("items", System.Text.Encoding.UTF8.GetString(answer));
        Assert.Equal([null, "nobody"], _refused);
    }

    [Fact]
    public async Task One_that_is_refused_twice_is_the_callers_to_know()
    {
        var fault = await Assert.ThrowsAsync<Fault>(() => CallAsync(_ => "nobody"));
        Assert.Equal(FaultKind.Unauthenticated, fault.Info.Code);
        Assert.Equal([null, "nobody"], _refused);
    }

    [Fact]
    public async Task One_that_does_is_not_asked_for_again()
    {
        await CallAsync(_ => "good");
        Assert.Equal([null], _refused);
    }

    [Fact]
    public async Task What_can_be_sent_only_once_is_sent_when_it_is_let_in()
    {
        var content = new OnceStream("the content"u8.ToArray());
        var answer = await Client(refused => refused is null ? "nobody" : "good")
            .UploadAsync(Operation("sample.store"), JsonDocument.Parse("{\"name\":\"alpha\"}").RootElement, content, default);
        Assert.Contains("\"bytes\":11", System.Text.Encoding.UTF8.GetString(answer));
        Assert.Equal([null, "nobody"], _refused);
        Assert.Equal("the content"u8.ToArray(), _engine.Samples.Content);
    }

    [Fact]
    public async Task Nothing_is_read_of_what_is_refused_for_good()
    {
        var content = new OnceStream("the content"u8.ToArray());
        await Assert.ThrowsAsync<Fault>(() => Client(_ => "nobody")
            .UploadAsync(Operation("sample.store"), JsonDocument.Parse("{\"name\":\"alpha\"}").RootElement, content, default));
        Assert.Equal(0, content.Position);
    }

    [Fact]
    public async Task Two_ways_begin_anew_with_a_new_token_and_nothing_of_the_input_is_lost()
    {
        var said = new List<string>();
        await foreach (var line in Client(refused => refused is null ? "nobody" : "good").DuplexAsync(
            Operation("sample.talk"), JsonDocument.Parse("{\"name\":\"alpha\"}").RootElement,
            new[] { "{\"text\":\"one\"}"u8.ToArray(), "{\"text\":\"bye\"}"u8.ToArray() }.ToAsyncEnumerable(), default))
        {
            said.Add(JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!);
        }

        Assert.Equal(["hello alpha", "ONE", "BYE"], said);
        Assert.Equal([null, "nobody"], _refused);
    }

    private static Operation Operation(string name) => SampleOperations.All().Single(operation => operation.Name == name);

    private Task<byte[]> CallAsync(Func<string?, string> token) =>
        Client(token).CallAsync(Operation("sample.list"), JsonDocument.Parse("{}").RootElement, default);

    private EngineClient Client(Func<string?, string> token)
    {
        var route = UnixRoute.To(_engine.Socket) with
        {
            Token = (refused, _) =>
            {
                _refused.Add(refused);
                return Task.FromResult<string?>(token(refused));
            },
        };
        return new EngineClient(route);
    }

    /// <summary>As a pipe is: what was read cannot be read again.</summary>
    private sealed class OnceStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
