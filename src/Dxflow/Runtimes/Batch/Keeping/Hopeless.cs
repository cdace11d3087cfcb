namespace Dxflow.Runtimes.Batch.Keeping;

/// <summary>
/// A job of which every list since <see cref="Since"/> (milliseconds) has said that it can never begin, or that this is in doubt;
/// <see cref="GiveUp"/> is told why, once it is certain, and looks itself whether that still holds.
/// </summary>
internal readonly record struct Hopeless(long Since, JobView View, TaskAsk Ask, Action<string> GiveUp);
