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
              kind: torque
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

    [Fact]
    public void Every_kind_has_its_own_keys_and_options()
    {
        var targets = Read("""
            sge:
              { kind: grid-engine, pe: smp, pe-tasks: mpi, memory-as: mem_req, gpus-as: ngpus, options: [-R y, -l scratch=1], allow: [-p] }
            pro: { kind: pbs, gpus-as: accel, options: ['-l place=excl'], containers: apptainer }
            big: { kind: lsf, account: lab }
            old: { allow: [--reservation, --mail-user], containers: /opt/bin/podman, container-options: [--volume=/data:/data:ro] }
            """);
        Assert.Equal(["grid-engine", "pbs", "lsf", "slurm"], targets.Select(static target => target.Kind));
        Assert.Equal(new SiteSettings("smp", "mpi", "mem_req", "ngpus"), targets[0].Site);
        Assert.Equal(["-R y", "-l scratch=1"], targets[0].Options!);
        Assert.Equal(["--reservation", "--mail-user"], targets[3].Allow!);
        Assert.Equal(("apptainer", "/opt/bin/podman"), (targets[1].Containers, targets[3].Containers));
    }

    [Theory]
    [InlineData("{ kind: grid-engine, qos: x }")]
    [InlineData("{ kind: pbs, pe: smp }")]
    [InlineData("{ kind: lsf, gpus-as: gpu }")]
    [InlineData("{ pe: smp }")]
    [InlineData("{ kind: grid-engine, options: ['-N x'] }")]
    [InlineData("{ kind: pbs, options: ['-J 0-3'] }")]
    [InlineData("{ kind: lsf, options: ['-o /etc/passwd'] }")]
    [InlineData("{ kind: lsf, options: [x] }")]
    [InlineData("{ allow: [--output] }")]
    [InlineData("{ allow: [--reservation=x] }")]
    [InlineData("{ kind: grid-engine, allow: [-t] }")]
    [InlineData("{ containers: docker }")]
    [InlineData("{ containers: bin/podman }")]
    [InlineData("{ container-options: [--nv] }")]
    [InlineData("{ containers: podman, container-options: [image] }")]
    public void What_a_kind_does_not_have_is_refused(string target) => Assert.Single(
        Assert.Throws<Fault>(() => Read($"a: {target}")).Info.Problems!);

    private IReadOnlyList<TargetSettings> Read(string text)
    {
        var path = directory.File("default_targets.yaml");
        File.WriteAllText(path, text);
        return TargetFile.Read(path);
    }
}
