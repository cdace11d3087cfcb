using System.Collections.Frozen;

namespace Dxflow.Objects;

/// <summary>What the ending of a name says of a file.</summary>
internal static class MediaTypes
{
    public const string Unknown = "application/octet-stream";

    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>
    {
        [".bz2"] = "application/x-bzip2",
        [".csv"] = "text/csv",
        [".gif"] = "image/gif",
        [".gz"] = "application/gzip",
        [".h5"] = "application/x-hdf5",
        [".html"] = "text/html",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".json"] = "application/json",
        [".jsonl"] = "application/jsonl",
        [".log"] = "text/plain",
        [".md"] = "text/markdown",
        [".nc"] = "application/x-netcdf",
        [".parquet"] = "application/vnd.apache.parquet",
        [".pdf"] = "application/pdf",
        [".png"] = "image/png",
        [".svg"] = "image/svg+xml",
        [".tar"] = "application/x-tar",
        [".tgz"] = "application/gzip",
        [".tiff"] = "image/tiff",
        [".tsv"] = "text/tab-separated-values",
        [".txt"] = "text/plain",
        [".webp"] = "image/webp",
        [".xml"] = "application/xml",
        [".xz"] = "application/x-xz",
        [".yaml"] = "application/yaml",
        [".yml"] = "application/yaml",
        [".zip"] = "application/zip",
        [".zst"] = "application/zstd",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static string Of(string name) => Known.GetValueOrDefault(Path.GetExtension(name), Unknown);
}
