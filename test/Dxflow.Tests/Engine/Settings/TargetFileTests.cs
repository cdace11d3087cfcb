using Dxflow.Engine.Settings;
using Dxflow.Operations;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Engine.Settings;

public sealed class TargetFileTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Without_a_file_there_are_none() => Assert.Empty(TargetFile.Read(directory.File("none.yaml")));

    [Fact]
    public void A_target_is_read_with_all_that_it_says()
    {
        var targets = Read("""
            slurm:
            big-mem:
              kind: slurm
              work: /scratch/me/
              partition: himem,long
              account: lab
              qos: normal
              constraint: "haswell&gpu"
              modules: [gcc/12, openmpi]
              options: [--exclusive, --gres=gpu:1]
              commands: /opt/slurm/bin
              jobs: 500
              submissions: 30
              poll: 10s
              services: docker
              host: login1-ib
            """);
        Assert.Equal(["slurm", "big-mem"], targets.Select(static target => target.Name));
        var big = targets[1];
        Assert.Equal(("/scratch/me", "himem,long", "lab", "normal"), (big.Work, big.Partition, big.Account, big.Qos));
        Assert.Equal(("haswell&gpu", "/opt/slurm/bin", 500, 30), (big.Constraint, big.Commands, big.Jobs, big.Submissions));
        Assert.Equal(["gcc/12", "openmpi"], big.Modules!);
        Assert.Equal(["--exclusive", "--gres=gpu:1"], big.Options!);
        Assert.Equal(TimeSpan.FromSeconds(10), big.Poll);
        Assert.Equal(("docker", "login1-ib"), (big.Services, big.Host));
        Assert.Null(targets[0].Work);
    }

    [Fact]
    public void Every_problem_is_told_at_once_with_its_line()
    {
        var fault = Assert.Throws<Fault>(() => Read("""
            process: {}
            Bad Name: {}
            a:
              kind: pbs
              work: here
              partition: "a b"
              modules: gcc
              options: [exclusive]
              jobs: 0
              poll: 5
              services: slurm
              partitoin: x
            b: 3
            """));
        Assert.Equal([1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13], fault.Info.Problems!.Select(static problem => problem.Line).Order());
        Assert.Contains(fault.Info.Problems!, static problem => problem.Fix == "did you mean 'partition'?");
    }

    [Theory]
    [InlineData("--output=/etc/passwd")]
    [InlineData("--wrap=id")]
    [InlineData("--arr=0-9")]
    [InlineData("--comment=dxflow:x:y")]
    [InlineData("-p")]
    [InlineData("--x y")]
    [InlineData("script")]
    public void An_option_that_is_the_engines_to_say_is_refused(string option) =>
        Assert.Throws<Fault>(() => Read($"a: {{ options: ['{option}'] }}"));

    [Theory]
    [InlineData("- a")]
    [InlineData("a: {")]
    [InlineData("a: { partition: \"x\\ny\" }")]
    public void Half_a_file_is_refused_and_not_half_read(string text) => Assert.Throws<Fault>(() => Read(text));

    private IReadOnlyList<TargetSettings> Read(string text)
    {
        var path = directory.File("default_targets.yaml");
        File.WriteAllText(path, text);
        return TargetFile.Read(path);
    }
}
