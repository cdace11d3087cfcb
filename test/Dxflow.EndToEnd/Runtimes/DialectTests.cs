using Dxflow.EndToEnd.Support;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Lsf;
using Dxflow.Runtimes.Pbs;
using Xunit;

namespace Dxflow.EndToEnd.Runtimes;

/// <summary>
/// PBS and LSF, which cannot be had here, by commands that take their arguments, refuse all others, and answer in their format: jobs are
/// sessions of this machine. What goes to them and comes back is real; what they make of it is not.
/// </summary>
public sealed class DialectTests : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("dialect-").FullName;
    private RuntimeBench? bench;

    public ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Join(directory, "jobs"));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await bench!.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Theory]
    [InlineData("pbs")]
    [InlineData("lsf")]
    public async Task Tasks_run_as_jobs_are_stopped_and_found_again(string kind)
    {
        IBatchScheduler Scheduler(string owner) =>
            kind == PbsScheduler.Kind ? new PbsScheduler(owner, "somebody") : new LsfScheduler(owner);
        (kind == PbsScheduler.Kind ? (Action)Pbs : Lsf)();
        var target = new BatchTarget("x", Commands: directory, Poll: TimeSpan.FromSeconds(1), SubmitsPerMinute: 600);
        bench = new RuntimeBench(
            home => new BatchRuntime(Scheduler(Path.GetFileName(home)), new BatchRuntimeOptions(home, target), TimeProvider.System), null);
        bench.Open();
        var ask = new TaskAsk(2, 1 << 27, RunMax: TimeSpan.FromMinutes(1), Gpus: 1);
        Assert.Equal(3, (await bench.RunAsync(bench.Shell("exit 3") with { Ask = ask })).Exit);

        var batch = Enumerable.Range(0, 3).Select(n => bench.Shell($"exit {n}")).ToList();
        await bench.StartAsync(batch);
        for (var n = 0; n < batch.Count; n++)
        {
            Assert.Equal(n, (await bench.FinalAsync(batch[n])).Exit);
        }

        var spec = bench.Shell("echo ready; exec sleep 1000");
        await bench.StartAsync(spec);
        await bench.LineAsync(spec, "ready");
        await bench.RestartAsync();
        Assert.Equal(TaskState.Running, (await bench.FindAsync(spec)).State);
        await bench.StopAsync(spec);
        Assert.Equal(15, (await bench.FinalAsync(spec)).Signal);
    }

    private void Pbs()
    {
        Stand("qsub", "N:S:j:o:m:l:r:J:", """
            [ "$N$S$m" ] && [ -f "$1" ] && [ $# = 1 ] || exit 1
            last=0; [ -z "$J" ] || last=${J#0-}
            for index in $(seq 0 $last); do
                name=$id.srv; [ -z "$J" ] || name="$id[$index].srv"
                echo "$N" >"$jobs/$name"
                ( PBS_JOBID=$name PBS_ARRAY_INDEX=$index setsid /bin/sh "$1"; : >"$jobs/$name.over" ) </dev/null >/dev/null 2>&1 &
            done
            [ "$J" ] && echo "$id[].srv" || echo "$id.srv"
            """);
        Stand("qselect", "xu:", "[ \"$u\" = somebody ] || exit 1; cd \"$jobs\"; ls | grep 'srv$' || true");
        Stand("qstat", "xtfF:B", """
            [ "$F" = json ] || exit 1
            [ -z "$B" ] || { echo '{ "Server":{ "srv":{ "max_array_size":100 } } }'; exit 0; }
            echo '{ "timestamp":1, "Jobs":{'
            for job; do
                [ -e "$jobs/$job" ] || { echo "qstat: Unknown Job Id $job" >&2; continue; }
                state=R; [ ! -e "$jobs/$job.over" ] || state=F
                echo "$comma\"$job\":{ \"Job_Name\":\"$(cat "$jobs/$job")\", \"job_state\":\"$state\", \"queue\":\"q\", \"Exit_status\":0 }"
                comma=,
            done
            echo '} }'
            """);
        Stand("qsig", "s:", "for job; do tell \"PBS_JOBID=$job\" \"$s\"; done");
        Stand("qdel", "", "for job; do tell \"PBS_JOBID=$job\" KILL; done");
    }

    private void Lsf()
    {
        Stand("bsub", null, """
            while :; do
                case $1 in
                    -J) name=$2; shift 2;;
                    -cwd|-o|-n|-R|-M|-gpu|-W) shift 2;;
                    -rn) shift;;
                    /bin/sh) break;;
                    *) exit 1;;
                esac
            done
            [ $# = 2 ] && [ -f "$2" ] || exit 1
            last=${name##*-}; last=${last%]}
            for index in $(seq 1 $last); do
                echo "${name%\[*}[$index]" >"$jobs/$id.$index"
                ( LSB_JOBID=$id LSB_JOBINDEX=$index setsid "$@"; : >"$jobs/$id.$index.over" ) </dev/null >/dev/null 2>&1 &
            done
            echo "Job <$id> is submitted to default queue <normal>."
            """);
        Stand("bjobs", null, """
            cd "$jobs"
            list=$(ls | grep '^[0-9]*\.[0-9]*$')
            [ "$list" ] || { echo "No job found"; exit 255; }
            echo '{ "COMMAND":"bjobs", "JOBS":1, "RECORDS":['
            for job in $list; do
                state=RUN; [ ! -e $job.over ] || state=DONE
                echo "$comma{ \"JOBID\":\"${job%.*}\", \"JOBINDEX\":\"${job#*.}\", \"JOB_NAME\":\"$(cat $job)\", \"STAT\":\"$state\" }"
                comma=,
            done
            echo '] }'
            """);
        Stand("bkill", "s:", """
            for job; do
                number=${job%\[*}; index=${job#*\[}; index=${index%]}
                tell "LSB_JOBID=$number" "${s:-KILL}" "LSB_JOBINDEX=$index"
            done
            """);
        Stand("bparams", "a", "echo '    MAX_JOB_ARRAY_SIZE = 100'");
    }

    /// <summary>A command whose options are variables of its script; others end it. <c>tell</c> signals what has a variable.</summary>
    private void Stand(string command, string? options, string script)
    {
        var path = Path.Join(directory, command);
        var reading = options is null ? "" : $$"""
            while getopts '{{options}}' option; do
                [ "$option" != '?' ] || exit 1
                eval "$option=\${OPTARG:-1}"
            done
            shift $((OPTIND - 1))
            """;
        File.WriteAllText(path, $$"""
            #!/bin/sh
            jobs={{directory}}/jobs
            id=1
            while ls "$jobs" | grep -q "^$id[^0-9]"; do id=$((id + 1)); done
            tell() {
                /usr/bin/env -i /bin/grep -lsxzF "$1" /proc/[0-9]*/environ | while IFS=/ read -r _ _ pid _; do
                    [ -z "$3" ] || /usr/bin/env -i /bin/grep -qsxzF "$3" /proc/$pid/environ || continue
                    kill -$2 $pid
                done
            }
            {{reading}}
            {{script}}

            """);
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }
}
