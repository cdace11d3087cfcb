namespace Dxflow.Artifacts.Packing;

/// <summary>Takes a file of an archive: its path, which was looked at, its content, whether it can be executed.</summary>
internal delegate Task<(string Sha256, long Length)> KeepEntry(string path, Stream content, bool executable);

/// <summary>
/// Where the entries of an archive go. <see cref="Make"/> hears of each directory before anything in it comes; <see cref="Wants"/> says
/// what is taken at all, null for everything: what is not wanted is neither looked at nor read.
/// </summary>
internal sealed record ArchiveTarget(KeepEntry Keep, Action<string>? Make = null, Func<string, bool>? Wants = null);
