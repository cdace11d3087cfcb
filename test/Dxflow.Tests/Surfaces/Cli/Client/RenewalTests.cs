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

    private Task<byte[]> CallAsync(Func<string?, string> token)
    {
        var route = UnixRoute.To(_engine.Socket) with
        {
            Token = (refused, _) =>
            {
                _refused.Add(refused);
                return Task.FromResult<string?>(token(refused));
            },
        };
        var list = SampleOperations.All().Single(operation => operation.Name == "sample.list");
        return new EngineClient(route).CallAsync(list, JsonDocument.Parse("{}").RootElement, default);
    }
}
