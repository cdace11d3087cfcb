using System.Text.Json;
using Dxflow.Foundation.Loops;
using Dxflow.Operations;
using Dxflow.Storage;

namespace Dxflow.Workflows.Registry;

/// <summary>What a change of the index decided: the facts to journal, and the answer once they are durable.</summary>
internal sealed record IndexChange<T>(IReadOnlyList<IndexEvent> Facts, T Answer);

/// <summary>
/// The owner of the index of workflows and runs. Every question and every change runs in its one loop, against the working state;
/// an answer is given only when the last fact it rests on is durable.
/// </summary>
internal sealed class WorkflowRegistry(IndexState state, Journal journal) : IAsyncDisposable
{
    private const int WaitingMax = 4096;
    private readonly Mailbox _loop = new(WaitingMax);
    private long _last;

    /// <summary>For the replay of the index journal, before there is an owner.</summary>
    public static IndexEvent Parse(ReadOnlySpan<byte> record) => JsonSerializer.Deserialize(record, IndexJson.Default.IndexEvent)!;

    public async Task<T> AskAsync<T>(Func<IndexState, T> question)
    {
        var (answer, last) = await InLoopAsync(() => (question(state), _last));
        await journal.CommittedAsync(last);
        return answer;
    }

    /// <summary>
    /// Decides in the loop and journals what was decided. A <see cref="Fault"/> from <paramref name="decide"/> changes nothing.
    /// </summary>
    public Task<T> ChangeAsync<T>(Func<IndexState, IndexChange<T>> decide) => ChangeAsync(decide, observed: false);

    /// <summary>A change that makes room: it is taken even while the disk is full.</summary>
    public Task<T> RemoveAsync<T>(Func<IndexState, IndexChange<T>> decide) => ChangeAsync(decide, observed: true);

    /// <summary>Facts that have happened already; they are taken even while the disk is full.</summary>
    public Task RecordAsync(params IReadOnlyList<IndexEvent> facts) =>
        ChangeAsync(_ => new IndexChange<bool>(facts, true), observed: true);

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    private async Task<T> ChangeAsync<T>(Func<IndexState, IndexChange<T>> decide, bool observed)
    {
        var (answer, last) = await InLoopAsync(() =>
        {
            if (!observed && !journal.AcceptsChanges)
            {
                throw new Fault(
                    FaultKind.Exhausted, "the disk of the home is full: changes are refused", "make room; the engine goes on by itself");
            }

            var change = decide(state);
            foreach (var fact in change.Facts)
            {
                _last = journal.Append(JsonSerializer.SerializeToUtf8Bytes(fact, IndexJson.Default.IndexEvent), observed: true);
                state.Apply(fact);
            }

            return (change.Answer, _last);
        });
        await journal.CommittedAsync(last);
        return answer;
    }

    private async Task<T> InLoopAsync<T>(Func<T> work)
    {
        try
        {
            return await _loop.AskAsync(work);
        }
        catch (MailboxFullException)
        {
            throw new Fault(FaultKind.Exhausted, "too many requests wait for the index of workflows", "try again in a moment");
        }
    }
}
