using Dxflow.Foundation.Loops;
using Xunit;

namespace Dxflow.Tests.Foundation.Loops;

public sealed class MailboxTests
{
    [Fact]
    public async Task Work_runs_one_after_another_in_order()
    {
        await using var mailbox = new Mailbox(1000);
        var seen = new List<int>();

        await Task.WhenAll(Enumerable.Range(0, 500).Select(number => mailbox.AskAsync(() => seen.Add(number))).ToList());

        Assert.Equal(Enumerable.Range(0, 500), seen);
    }

    [Fact]
    public async Task A_failure_is_its_askers_and_the_loop_goes_on()
    {
        await using var mailbox = new Mailbox(10);

        await Assert.ThrowsAsync<InvalidOperationException>(() => mailbox.AskAsync<int>(() => throw new InvalidOperationException("mine")));

        Assert.Equal(7, await mailbox.AskAsync(() => 7));
    }

    [Fact]
    public async Task More_than_it_holds_is_refused_at_once()
    {
        var gate = new TaskCompletionSource();
        var mailbox = new Mailbox(1);
        var entered = new TaskCompletionSource();
        var first = mailbox.AskAsync(() =>
        {
            entered.SetResult();
            gate.Task.GetAwaiter().GetResult();
        });
        await entered.Task;
        var second = mailbox.AskAsync(() => 2);

        await Assert.ThrowsAsync<MailboxFullException>(() => mailbox.AskAsync(() => 3));

        gate.SetResult();
        await first;
        Assert.Equal(2, await second);
        await mailbox.DisposeAsync();
        await Assert.ThrowsAsync<MailboxFullException>(() => mailbox.AskAsync(() => 4));
    }
}
