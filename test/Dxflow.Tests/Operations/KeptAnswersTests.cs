using Dxflow.Operations;
using Dxflow.Tests.Surfaces;
using Xunit;

namespace Dxflow.Tests.Operations;

public sealed class KeptAnswersTests
{
    private static readonly Operation Make = SampleOperations.All().Single(operation => operation.Name == "sample.make");
    private readonly FixedTime _time = new(Samples.Morning);
    private readonly KeptAnswers _kept;
    private int _made;

    public KeptAnswersTests() => _kept = new KeptAnswers(_time);

    [Fact]
    public async Task The_same_key_gets_the_same_answer()
    {
        Assert.Equal(1, await AskAsync("k"));
        Assert.Equal(1, await AskAsync("k"));
        Assert.Equal(2, await AskAsync("other"));
        Assert.Equal(3, await AskAsync("k", identity: "another"));
    }

    [Fact]
    public async Task A_key_for_another_request_is_a_conflict()
    {
        await AskAsync("k");
        var fault = await Assert.ThrowsAsync<Fault>(() => AskAsync("k", count: 9));
        Assert.Equal(FaultKind.Conflict, fault.Info.Code);
    }

    [Fact]
    public async Task A_second_call_waits_for_the_first()
    {
        var gate = new TaskCompletionSource<object>();
        var first = _kept.GetAsync(Admission("a"), new MakeSample("x", 1), "k", () => gate.Task);
        var second = _kept.GetAsync(Admission("a"), new MakeSample("x", 1), "k", () => throw new InvalidOperationException());
        Assert.False(second.IsCompleted);
        gate.SetResult("answer");
        Assert.Equal("answer", await first);
        Assert.Equal("answer", await second);
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        await Assert.ThrowsAsync<Fault>(() =>
            _kept.GetAsync(Admission("a"), new MakeSample("x", 1), "k", () => throw Fault.Unavailable("Not now.")));
        Assert.Equal(1, await AskAsync("k"));
    }

    [Fact]
    public async Task An_answer_is_kept_for_a_day()
    {
        await AskAsync("k");
        _time.Now += KeptAnswers.KeptFor - TimeSpan.FromSeconds(1);
        Assert.Equal(1, await AskAsync("k"));
        _time.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(2, await AskAsync("k"));
    }

    [Fact]
    public async Task The_oldest_go_when_there_are_too_many()
    {
        for (var i = 0; i <= KeptAnswers.AnswersMax; i++)
        {
            await AskAsync("k" + i);
        }

        Assert.Equal(2, await AskAsync("k1"));
        Assert.Equal(KeptAnswers.AnswersMax + 2, await AskAsync("k0"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("long")]
    public async Task A_key_that_is_no_key_is_invalid(string key)
    {
        var given = key == "long" ? new string('k', KeptAnswers.KeyCharactersMax + 1) : key;
        var fault = await Assert.ThrowsAsync<Fault>(() => AskAsync(given));
        Assert.Equal(FaultKind.Invalid, fault.Info.Code);
    }

    private async Task<int> AskAsync(string key, string identity = "somebody", int count = 1) =>
        (int)await _kept.GetAsync(Admission(identity), new MakeSample("x", count), key, () => Task.FromResult<object>(++_made));

    private static Admission Admission(string identity) =>
        new(Make, new Caller(identity, Permission.Master, null, default), new Connection(null, null, "test", default));
}
