using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Slurm;

/// <summary>Programs on several nodes at once: the step's own runs once, and has others begun.</summary>
[Collection(SlurmCollection.Name)]
public sealed class SlurmMpiTests(SlurmCluster cluster) : SlurmTests(cluster)
{
    [Fact]
    public async Task Srun_begins_the_tasks_of_a_step_on_its_nodes()
    {
        await StartFileAsync(Step("srun sh -c 'echo \"$SLURM_PROCID $SLURMD_NODENAME\"' | sort"));
        await SucceedsAsync();
        var lines = await SaidAsync();
        Assert.Equal(["0", "1", "2", "3"], lines.Select(static line => line.Split(' ')[0]));
        Assert.Equal(2, lines.Select(static line => line.Split(' ')[1]).Distinct().Count());
    }

    [Fact]
    public async Task Mpirun_begins_an_MPI_program_whose_parts_on_two_nodes_talk()
    {
        Home.Write("sum.py", """
            import ctypes, os
            mpi = ctypes.CDLL("libmpi.so.40", mode=ctypes.RTLD_GLOBAL)
            def known(name): return ctypes.byref(ctypes.c_char.in_dll(mpi, "ompi_mpi_" + name))
            mpi.MPI_Init(None, None)
            world, rank, size, total = known("comm_world"), ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
            mpi.MPI_Comm_rank(world, ctypes.byref(rank))
            mpi.MPI_Comm_size(world, ctypes.byref(size))
            mine = ctypes.c_int(rank.value + 1)
            mpi.MPI_Allreduce(ctypes.byref(mine), ctypes.byref(total), 1, known("int"), known("op_sum"), world)
            print(f"{size.value} {total.value} {os.environ['SLURMD_NODENAME']}", flush=True)
            mpi.MPI_Finalize()
            """);
        await StartFileAsync(Step(
            "export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1\n"
            + $"mpirun --mca oob_tcp_if_include lo --mca btl_tcp_if_include lo --mca btl tcp,self python3 {Home.Path}/sum.py"));
        await SucceedsAsync();
        var lines = await SaidAsync();
        Assert.Equal(4, lines.Count);
        Assert.All(lines, static line => Assert.StartsWith("4 10 ", line));
        Assert.Equal(2, lines.Distinct().Count());
    }

    private string Step(string script) => Home.Write("only.yaml", $$"""
        name: only
        services:
          only:
            x-step:
              resources: { nodes: 2, tasks: 4 }
              script: |
                {{script.ReplaceLineEndings("\n        ")}}
        """);

    private async Task<List<string>> SaidAsync() =>
        [.. (await Home.Run("workflow", "logs", "only", "only", "-o", "json")).Expect(0).Lines.Select(static line =>
            line.GetProperty("text").GetString()!)];
}
