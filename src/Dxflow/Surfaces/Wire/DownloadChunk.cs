using System.ComponentModel;

namespace Dxflow.Surfaces.Wire;

/// <summary>A part of a download where there are messages instead of a body; only the first says what it is.</summary>
internal sealed record DownloadChunk(
    [Description("The next bytes.")] byte[] Bytes,
    [Description("How many bytes there are in all, if that is known.")] long? Length = null,
    [Description("Their media type.")] string? MediaType = null,
    [Description("A name for the file.")] string? FileName = null,
    [Description("The same for the same content.")] string? Tag = null);
