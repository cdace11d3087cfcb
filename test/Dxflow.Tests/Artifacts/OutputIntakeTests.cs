using Dxflow.Artifacts;
using Xunit;

namespace Dxflow.Tests.Artifacts;

public sealed class OutputIntakeTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task What_is_added_is_in_the_store_when_it_is_published_and_not_before()
    {
        _fixture.Write("a.txt", "a");
        _fixture.Write("sub/b.txt", "b");
        using var intake = _fixture.Store.Intake(_fixture.Work);
        var file = await intake.AddAsync([Output("a.txt", ArtifactKind.File)]);
        var directory = await intake.AddAsync([Output("sub", ArtifactKind.Dir)]);
        Assert.Empty(_fixture.Stored());
        await intake.PublishAsync();
        Assert.Equal(2, _fixture.Stored().Length);
        Assert.Equal(new Artifact(StoreFixture.Sha256("a"), ArtifactKind.File, "a.txt", 1), Assert.Single(file));
        Assert.Equal(["b.txt"], _fixture.Store.List(Assert.Single(directory)).Keys);
        Assert.True(_fixture.IsIncomingEmpty());
    }

    [Fact]
    public async Task What_is_not_published_leaves_nothing()
    {
        _fixture.Write("a.txt", "a");
        using (var intake = _fixture.Store.Intake(_fixture.Work))
        {
            await intake.AddAsync([Output("a.txt", ArtifactKind.File)]);
            Assert.Equal(
                ArtifactProblem.Missing, await ArtifactStoreTests.ProblemAsync(intake.AddAsync([Output("none", ArtifactKind.File)])));
        }

        Assert.Empty(_fixture.Stored());
        Assert.True(_fixture.IsIncomingEmpty());
    }

    private static SelectedOutput Output(string path, ArtifactKind kind) => new(path, kind, 0);
}
