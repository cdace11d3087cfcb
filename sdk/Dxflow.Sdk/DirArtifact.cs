using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dxflow.Sdk;

/// <summary>A directory with all that is in it, as <see cref="FileArtifact"/> is a file: <c>dir</c> in a document.</summary>
/// <param name="Path">Where it lies; relative paths start from the working directory.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct DirArtifact(string Path)
{
    /// <summary>What an engine calls it (<c>artifact:…</c>); a download of it is a tar archive. Only of what an engine told.</summary>
    public string? Reference { get; init; }

    /// <summary>The last part of the path.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(Path));

    /// <summary>The path of something in it.</summary>
    public string At(string relativePath) => System.IO.Path.Combine(Path, relativePath);

    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>For generated code: a path is how it is written.</summary>
    public sealed class Converter : JsonConverter<DirArtifact>
    {
        /// <inheritdoc/>
        public override DirArtifact Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var told = ArtifactJson.Read(ref reader);
            return new(told.Path) { Reference = told.Reference };
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, DirArtifact value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Path);
    }
}
