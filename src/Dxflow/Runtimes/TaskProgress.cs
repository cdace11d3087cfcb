namespace Dxflow.Runtimes;

/// <summary>
/// What a queued attempt waits for, and how far that is: a word (<c>pulling</c>, <c>building</c>) and a short text. It is news for who
/// looks now, and kept nowhere.
/// </summary>
internal sealed record TaskProgress(AttemptId Id, string State, string Text);
