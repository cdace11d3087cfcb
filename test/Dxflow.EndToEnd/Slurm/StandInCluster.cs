using Dxflow.EndToEnd.Support;
using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Batch;

namespace Dxflow.EndToEnd.Slurm;

/// <summary>
/// Commands that speak like Slurm's and know no nodes: a job is a session of this machine, and all with its number in their environment are
/// of it. For what is about engines and workers, and would cost a cluster its time. At the end nothing of it is left.
/// </summary>
internal sealed class StandInCluster : IAsyncDisposable
{
    private const UnixFileMode Everybody = (UnixFileMode)0b111_101_101;

    public StandInCluster()
    {
        Directory.CreateDirectory(Jobs);
        Stand("sbatch", """
            for word; do
                case $word in --comment=*) comment=${word#*=};; esac
                script=$word
            done
            id=1
            while ! mkdir "$jobs/$id" 2>/dev/null; do id=$((id + 1)); done
            echo "$comment" >"$jobs/$id/comment"
            ( SLURM_JOB_ID=$mark$id setsid /bin/sh "$script"; : >"$jobs/$id/over" ) </dev/null >/dev/null 2>&1 &
            echo $id
            """);
        Stand("squeue", """
            for job in "$jobs"/[0-9]*; do
                [ -e "$job/comment" ] || continue
                id=${job##*/}
                state=RUNNING
                if [ -e "$job/over" ] && [ -z "$(alive $id)" ]; then
                    state=COMPLETED
                    [ ! -e "$job/state" ] || read -r state <"$job/state"
                fi
                echo "$id|$state|n1|$(cat "$job/comment")|$id|None"
            done
            """);
        Stand("scancel", """
            for id; do
                [ -d "$jobs/$id" ] || continue
                echo CANCELLED >"$jobs/$id/state"
                kill -TERM $(alive $id) 2>/dev/null
                ( /bin/sleep 3; kill -KILL $(alive $id) 2>/dev/null ) >/dev/null 2>&1 &
            done
            """);
        Stand("scontrol", "echo 'MaxArraySize = 1001'");
        Stand("srun", """
            for word; do
                case $word in
                    --jobid=*) id=${word#*=};;
                    -*) ;;
                    *) break;;
                esac
                shift
            done
            [ -n "$(alive $id)" ] || { echo "srun: error: Slurm job $id has expired" >&2; exit 1; }
            export SLURM_JOB_ID=$mark$id
            exec "$@"
            """);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("stand-").FullName;

    public string Commands => Path;

    public BatchTarget Target(string? work = null) =>
        new("slurm", work, Commands: Commands, Poll: TimeSpan.FromSeconds(1), SubmitsPerMinute: 600);

    /// <summary>The numbers of all jobs so far.</summary>
    public IReadOnlyList<int> All =>
        [.. Directory.GetDirectories(Jobs).Select(static each => int.Parse(System.IO.Path.GetFileName(each))).Order()];

    public int Called(string command) => File.Exists(Calls) ? File.ReadAllLines(Calls).Count(line => line == command) : 0;

    /// <summary>The processes of a job; with a text, those that have it on their command line.</summary>
    public IReadOnlyList<int> Processes(int job, string? with = null) =>
    [
        .. ProcFile.Pids().Where(pid =>
            ProcFile.ReadText($"/proc/{pid}/environ").Contains($"SLURM_JOB_ID={Mark}{job}\0", StringComparison.Ordinal)
            && (with is null || ProcFile.ReadText($"/proc/{pid}/cmdline").Replace('\0', ' ').Contains(with, StringComparison.Ordinal))),
    ];

    public IReadOnlyList<int> Workers(int job) => [.. Processes(job, "engine work").Where(pid =>
        !ProcFile.ReadText($"/proc/{pid}/cmdline").StartsWith("/bin/sh", StringComparison.Ordinal))];

    public static Task SignalAsync(IReadOnlyList<int> processes, string signal) => Tool.Run(
        "sh", "", "-c", $"kill -{signal} {string.Join(' ', processes)} 2>/dev/null || true");

    public Task CancelAsync(int job) => Tool.Run(System.IO.Path.Join(Commands, "scancel"), "", $"{job}");

    /// <summary>All of a job at once, as when its node loses power.</summary>
    public async Task LoseAsync(int job)
    {
        await File.WriteAllTextAsync(System.IO.Path.Join(Jobs, $"{job}", "state"), "NODE_FAIL\n");
        for (var turn = 0; turn < 100 && Processes(job) is { Count: > 0 } left; turn++)
        {
            await SignalAsync(left, "KILL");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var job in All)
        {
            await LoseAsync(job);
        }

        Directory.Delete(Path, recursive: true);
    }

    private string Jobs => System.IO.Path.Join(Path, "jobs");

    private string Calls => System.IO.Path.Join(Path, "calls");

    /// <summary>Numbers of jobs are no other stand's.</summary>
    private string Mark => System.IO.Path.GetFileName(Path) + ".";

    private void Stand(string command, string script)
    {
        var path = System.IO.Path.Join(Path, command);
        File.WriteAllText(path, $$"""
            #!/bin/sh
            jobs={{Jobs}} mark={{Mark}}
            echo {{command}} >>{{Calls}}
            alive() {
                /usr/bin/env -i /bin/grep -lsxzF "SLURM_JOB_ID=$mark$1" /proc/[0-9]*/environ | while IFS=/ read -r _ _ pid _; do
                    case $(cat /proc/$pid/stat 2>/dev/null) in *') Z '*) ;; *) echo $pid;; esac
                done
            }
            {{script}}

            """);
        File.SetUnixFileMode(path, Everybody);
    }
}
