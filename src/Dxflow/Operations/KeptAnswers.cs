using System.Security.Cryptography;
using System.Text.Json;

namespace Dxflow.Operations;

/// <summary>
/// Answers by Idempotency-Key: the same caller, operation and key get the same answer for a day, so a retry after a lost answer
/// changes nothing twice. Failures are not kept: they changed nothing. Lives in memory and is bounded; the oldest go first.
/// </summary>
internal sealed class KeptAnswers(TimeProvider time)
{
    public const int AnswersMax = 10_000;
    public const int KeyCharactersMax = 128;
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    private readonly Lock _lock = new();
    private readonly Dictionary<Key, Kept> _answers = [];
    private readonly Queue<(Key Key, Kept Kept)> _byAge = new();

    public async Task<object> GetAsync(Admission admission, object request, string key, Func<Task<object>> make)
    {
        if (key.Length is 0 or > KeyCharactersMax)
        {
            throw Fault.Invalid($"An Idempotency-Key has 1 to {KeyCharactersMax} characters, this one has {key.Length}.");
        }

        var name = new Key(admission.Caller.Identity, admission.Operation.Name, key);
        var digest = Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, admission.Operation.Request)));
        var mine = new Kept(
            digest, time.GetUtcNow() + KeptFor, new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Known(name, mine) is { } earlier)
        {
            return earlier.Digest == digest
                ? await earlier.Answer.Task
                : throw Fault.Conflict(
                    $"The Idempotency-Key '{key}' was used for a different request.", "Take a new key for each new request.");
        }

        try
        {
            var answer = await make();
            mine.Answer.SetResult(answer);
            return answer;
        }
        catch (Exception failure)
        {
            Forget(name, mine);
            mine.Answer.SetException(failure);
            _ = mine.Answer.Task.Exception;
            throw;
        }
    }

    private Kept? Known(Key name, Kept mine)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            DropWhile(oldest => oldest.Until <= now);
            if (_answers.TryGetValue(name, out var earlier))
            {
                return earlier;
            }

            DropWhile(_ => _byAge.Count >= AnswersMax);
            _answers[name] = mine;
            _byAge.Enqueue((name, mine));
            return null;
        }
    }

    private void DropWhile(Func<Kept, bool> isOver)
    {
        while (_byAge.TryPeek(out var oldest) && isOver(oldest.Kept))
        {
            _byAge.Dequeue();
            Drop(oldest.Key, oldest.Kept);
        }
    }

    private void Forget(Key name, Kept kept)
    {
        lock (_lock)
        {
            Drop(name, kept);
        }
    }

    private void Drop(Key name, Kept kept)
    {
        if (_answers.TryGetValue(name, out var present) && ReferenceEquals(present, kept))
        {
            _answers.Remove(name);
        }
    }

    private readonly record struct Key(string Identity, string Operation, string Value);

    private sealed record Kept(string Digest, DateTimeOffset Until, TaskCompletionSource<object> Answer);
}
