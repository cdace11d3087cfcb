using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Sdk.Ops.Sending;

namespace Dxflow.Sdk.Ops;

/// <summary>The files by which a step's inputs come and its outputs go.</summary>
internal sealed class OpFiles(string? inputs, string work)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public async Task<TIn> ReadAsync<TIn>(JsonTypeInfo<TIn> type, string op, CancellationToken cancel)
    {
        if (inputs is null)
        {
            throw new FatalException($"there is no DXFLOW_INPUTS_JSON: operator `{op}` is the body of a step, an engine starts it.");
        }

        try
        {
            await using var content = File.OpenRead(inputs);
            return await (IsStrict(type) ? OwnAsync(content, type, cancel) : JsonSerializer.DeserializeAsync(content, type, cancel))
                ?? throw new FatalException("the inputs are null.");
        }
        catch (JsonException wrong)
        {
            throw new FatalException($"the inputs are not what operator `{op}` takes: {wrong.Message}", wrong);
        }
    }

    /// <summary>Whoever takes nothing beyond the contract is not given the program that was sent.</summary>
    private static async ValueTask<TIn?> OwnAsync<TIn>(Stream content, JsonTypeInfo<TIn> type, CancellationToken cancel)
    {
        var all = await JsonNode.ParseAsync(content, cancellationToken: cancel);
        (all as JsonObject)?.Remove(ProgramFiles.Input);
        return all.Deserialize(type);
    }

    private static bool IsStrict(JsonTypeInfo type) =>
        (type.UnmappedMemberHandling ?? type.Options.UnmappedMemberHandling) == JsonUnmappedMemberHandling.Disallow;

    public async Task WriteAsync<TOut>(TOut output, JsonTypeInfo<TOut> type, IReadOnlyList<OpField> fields, CancellationToken cancel)
    {
        var values = JsonSerializer.SerializeToElement(output, type);
        foreach (var field in fields)
        {
            // What is null is left out: of an optional output that is null, of another it is a failure that names it.
            if (values.TryGetProperty(field.Name, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                await WriteAsync(value, field, isEarly: false, cancel);
            }
        }
    }

    /// <summary>One output. What comes early stays where it is as well, for the operator goes on with it.</summary>
    public async Task WriteAsync(JsonElement value, OpField field, bool isEarly, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.Combine(work, "outputs"));
        var target = Path.Combine(work, field.File);
        if (field.Type.IsArtifact)
        {
            Place(value.GetString()!, target, field, isEarly);
        }
        else
        {
            await File.WriteAllTextAsync(target, Text(value), Utf8, cancel);
        }
    }

    // A text loses its last newline when it is read, so one is added.
    private static string Text(JsonElement value) =>
        (value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()) + "\n";

    /// <summary>Moves what is the step's own, copies what is not: inputs are read-only, and belong to others.</summary>
    private void Place(string path, string target, OpField field, bool isEarly)
    {
        var source = Path.GetFullPath(path, work);
        if (source == Path.GetFullPath(target))
        {
            return;
        }

        var isOurs = !isEarly && source.StartsWith(Path.GetFullPath(work) + "/", StringComparison.Ordinal)
            && !source.StartsWith(Path.GetFullPath("inputs", work) + "/", StringComparison.Ordinal);
        if (field.Type.Name == "dir" ? !Directory.Exists(source) : !File.Exists(source))
        {
            throw new FatalException($"the output `{field.Name}` is the {field.Type.Name} {path}, and there is none.");
        }

        if (field.Type.Name == "dir" && Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        if (field.Type.Name == "file")
        {
            CopyFile(source, target, isOurs);
        }
        else if (isOurs)
        {
            Directory.Move(source, target);
        }
        else
        {
            CopyDirectory(source, target);
        }
    }

    private static void CopyFile(string source, string target, bool move)
    {
        if (move)
        {
            File.Move(source, target, overwrite: true);
        }
        else
        {
            File.Copy(source, target, overwrite: true);
        }
    }

    private static void CopyDirectory(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var directory in Directory.EnumerateDirectories(source, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(target, Path.GetRelativePath(source, directory)));
        }

        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(target, Path.GetRelativePath(source, file)));
        }
    }
}
