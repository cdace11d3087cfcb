using Dxflow.Operations;
using Dxflow.Shells.Holding.Wire;

namespace Dxflow.Shells.Recordings;

/// <summary>What the holder of a shell is told of a recording: a name that is free, and whose it is.</summary>
internal sealed class RecordingStart(RecordingShelf shelf, RecordingRules rules, TimeProvider time)
{
    private const string Nobody = "-";

    /// <summary>When the entry of the audit log is durable that the recording names.</summary>
    public async Task<RecordTerms> TermsAsync(
        string shell, string instance, IEnumerable<string> command, string operation, bool input, Call call)
    {
        long? entry = call.Audited is { } audited ? await audited : null;
        var (name, path) = shelf.Next(shell);
        var origin = new CastOrigin(
            shell, instance, call.Caller.Identity, time.GetUtcNow(), call.Connection?.From ?? Nobody, operation, input, entry);
        return new RecordTerms(name, path, rules.EachBytes, new CastHeader(
            2, 1, 1, 0, shell, string.Join(' ', command), new Dictionary<string, string>(), origin));
    }
}
