using Dxflow.Tests.Tidy;
using Dxflow.Workflows.Compose.Checks;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Sources;
using Xunit;

namespace Dxflow.Tests.Workflows.Compose.Reading;

/// <summary>
/// Documents with everything that people get wrong, and what they are told: <c>Bad/*.yaml</c> against <c>Approved/Compose/*.txt</c>.
/// What differs lies in <c>artifacts/received</c>, for <c>dev.cs approve</c>.
/// </summary>
public sealed class BadDocumentTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "test/Dxflow.Tests/Workflows/Compose/Bad");

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Bad_document_gets_every_problem_with_place_cause_and_fix(string name)
    {
        var (problems, _) = Read(Recording(name));
        Assert.Equal(ApprovedFile.Beside($"Compose/{name}.txt", problems), problems);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Engine_sees_the_same_problems_as_the_client(string name)
    {
        var source = Recording(name);
        Assert.Equal(Read(source).Shown, Read(new BundleSource(source.ToBundle())).Shown);
    }

    [Fact]
    public void Each_problem_has_a_fix()
    {
        foreach (var row in Names)
        {
            Assert.All(Read(Recording(row.Data)).Problems.ToList(), problem => Assert.False(string.IsNullOrWhiteSpace(problem.Fix)));
        }
    }

    private static RecordingSource Recording(string name) =>
        new([$"{name}.yaml"], Folder, variable => variable == "X" ? "x" : null, choices: new DocumentChoices(Name: null));

    private static (string Shown, Problems Problems) Read(IDocumentSource source)
    {
        var problems = new Problems();
        var reading = ComposeReader.Read(source, problems);
        if (source.Documents[0].Name.StartsWith("process", StringComparison.Ordinal))
        {
            foreach (var service in reading!.Spec.Services)
            {
                ProcessSupport.Check(service, service.Replicas?.Value ?? 1, reading.Spec, problems);
            }
        }

        var shown = problems.ToList().Select(
            problem => ProblemText.Format(problem, file => new SourceText(file, source.Read(file).Text ?? "")));
        return (string.Concat(shown.Select(text => text + "\n")), problems);
    }
}
