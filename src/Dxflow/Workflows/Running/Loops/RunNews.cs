namespace Dxflow.Workflows.Running.Loops;

/// <summary>
/// What a subscriber gets: an event with its sequence in the journal; or, without <see cref="Fact"/>, a gap: events from
/// <see cref="GapFrom"/> to <see cref="Sequence"/> were not taken in time and can be read again by subscribing after the last one seen.
/// </summary>
internal readonly record struct RunNews(long Sequence, RunEvent? Fact, long GapFrom = 0);
