using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Compose.Variables;

namespace Dxflow.Workflows.Compose.Including;

/// <summary>
/// The variables that a document is resolved with: those known so far go before what its files (<c>.env</c>) give, and later files
/// before earlier ones. The files may use all of them.
/// </summary>
internal static class EnvFiles
{
    public const string Default = ".env";

    /// <summary>The client's variables, then those of the project's <c>.env</c>.</summary>
    public static Interpolation OfProject(IDocumentSource source, Problems problems)
    {
        var given = new Dictionary<string, Placed<string>>(StringComparer.Ordinal);
        var interpolation = new Interpolation(
            name => source.Variable(name) ?? (given.TryGetValue(name, out var value) ? value.Value : null), problems);
        Read(source, Path.Combine(source.ProjectDirectory, Default), Default, interpolation, problems, given);
        return interpolation;
    }

    /// <summary>The variables of an included document, by absolute path and name of each of its files.</summary>
    public static Func<string, string?> Over(
        Func<string, string?> known,
        IEnumerable<(string Path, string Name)> files,
        (IDocumentSource Source, Interpolation Interpolation, Problems Problems) reading)
    {
        var given = new Dictionary<string, Placed<string>>(StringComparer.Ordinal);
        var variables = reading.Interpolation.Watched(
            name => known(name) ?? (given.TryGetValue(name, out var value) ? value.Value : null));
        foreach (var (path, name) in files)
        {
            Read(reading.Source, path, name, reading.Interpolation.With(known), reading.Problems, given);
        }

        return variables;
    }

    private static void Read(
        IDocumentSource source,
        string path,
        string name,
        Interpolation interpolation,
        Problems problems,
        Dictionary<string, Placed<string>> into)
    {
        var file = source.Read(path);
        if (file.Text is { } text)
        {
            EnvFileReader.Read(new SourceText(name, text), EnvFileFormat.Compose, interpolation, problems, into);
        }
        else if (!file.IsMissing)
        {
            problems.Warn(new Planning.Place(name, 0, 0), $"it cannot be read: {file.Failure}", "Make it readable, or remove it.");
        }
    }
}
