using Dxflow.Operations;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow;

namespace Dxflow.Tests.Workflows.Compose;

/// <summary>Reads a document from a text, with files and variables beside it, as the engine does from a bundle.</summary>
internal sealed class DocumentFixture
{
    public Dictionary<string, string> Files { get; } = [];

    public Dictionary<string, string> Variables { get; } = [];

    public List<string> Profiles { get; } = [];

    public string? Name { get; set; }

    public Problems Problems { get; private set; } = new();

    public static string Show(Problem problem) =>
        $"{problem.File}:{problem.Line}:{problem.Column}: {(problem.Warning ? "warning" : "error")}: {problem.Message} [{problem.Fix}]";

    public static string Show(Template template) => string.Concat(
        template.Parts.Select(part => part.IsExpression ? $"<{part.Text}>" : part.Text));

    public static string Show(CommandSpec? command) =>
        command is null ? "none" : string.Join('|', command.Arguments.Select(argument => Show(argument.Value)));

    public ComposeReading? TryRead(string text)
    {
        Problems = new Problems();
        var files = Files.ToDictionary(file => $"/p/{file.Key}", file => file.Value);
        files["/p/f.yaml"] = text;
        var bundle = new DocumentBundle("/p", [new BundleDocument("f.yaml", "/p/f.yaml")], files, Variables, Profiles, Name);
        return ComposeReader.Read(new BundleSource(bundle), Problems);
    }

    /// <summary>A document without any problem.</summary>
    public ComposeSpec Read(string text)
    {
        var reading = TryRead(text);
        Xunit.Assert.Empty(Problems.ToList().Select(Show));
        return reading!.Spec;
    }

    /// <summary>A service <c>a</c> with these lines, without any problem.</summary>
    public ServiceSpec Service(string lines) => Read(Document(lines)).Services[0];

    /// <summary>All problems of a document, shown, a line each.</summary>
    public string ProblemsOf(string text)
    {
        TryRead(text);
        return string.Join('\n', Problems.ToList().Select(Show));
    }

    public string ProblemsOfService(string lines) => ProblemsOf(Document(lines));

    public static string Document(string lines) =>
        "services:\n  a:\n" + string.Concat(lines.Split('\n').Select(line => $"    {line}\n"));
}
