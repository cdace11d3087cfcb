using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dxflow.Sdk;

/// <summary>
/// A file that steps pass to each other: <c>file</c> in a document. In an operator it lies at <see cref="Path"/>, read-only if it is an
/// input; as a value in a flow it is a file of this machine; as an output of a run it lies in the engine's store.
/// </summary>
/// <param name="Path">Where it lies; relative paths start from the working directory.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct FileArtifact(string Path)
{
    internal const string TextScheme = "text:";

    /// <summary>
    /// What an engine calls it (<c>artifact:…</c>), for <c>client.Artifact.DownloadAsync</c>;
    /// only of what an engine told.
    /// </summary>
    public string? Reference { get; init; }

    /// <summary>The last part of the path.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>A file with this content, for inputs of a flow.</summary>
    public static FileArtifact OfText(string content) => new(TextScheme + content);

    /// <summary>The whole content as text.</summary>
    public string ReadText() => File.ReadAllText(Path);

    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>For generated code: a path is how it is written.</summary>
    public sealed class Converter : JsonConverter<FileArtifact>
    {
        /// <inheritdoc/>
        public override FileArtifact Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var told = ArtifactJson.Read(ref reader);
            return new(told.Path) { Reference = told.Reference };
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, FileArtifact value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Path);
    }
}
