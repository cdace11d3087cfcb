using System.Net.Sockets;
using Dxflow.EndToEnd.Runtimes;
using Dxflow.EndToEnd.Support;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Pilot;
using Dxflow.Runtimes.Pilot.Files;
using Dxflow.Runtimes.Pilot.Wire;
using Dxflow.Runtimes.Pilot.Working;
using Xunit;

namespace Dxflow.EndToEnd.Slurm;

/// <summary>What comes in where workers come in. Jobs here only wait, and the tests say what their workers would.</summary>
public sealed class PilotDoorTests : IAsyncLifetime
{
    private readonly StandInCluster cluster = new();
    private RuntimeBench bench = null!;

    private string Root => Path.Join(bench.Home, "batch-slurm", "pilots-slurm");

    public ValueTask InitializeAsync()
    {
        var idler = Path.Join(cluster.Path, "idler");
        File.WriteAllText(idler, "#!/bin/sh\nexec /bin/sleep 1000\n");
        File.SetUnixFileMode(idler, (UnixFileMode)0b111_101_101);
        var terms = new PilotTerms(1, Max: 2, Program: idler);
        bench = new RuntimeBench(home => PilotBench.Open(home, cluster.Target(), terms), null);
        bench.Open();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await bench.DisposeAsync();
        await cluster.DisposeAsync();
    }

    [Fact]
    public async Task Who_cannot_say_which_pilot_it_is_is_shown_out()
    {
        var (pilots, door) = await PilotsAsync(1);
        var pilot = pilots[0];
        foreach (var hello in new[]
        {
            Hello(pilot) with { Secret = PilotFolder.NewSecret() },
            Hello(pilot) with { Secret = "" },
            Hello(pilot) with { Key = PilotFolder.NewKey() },
            Hello(pilot) with { Key = "../" + pilot.Key },
            Hello(pilot) with { Protocol = 99 },
        })
        {
            await Assert.ThrowsAsync<PilotRefused>(() => DialAsync(door, hello));
        }

        await Assert.ThrowsAsync<IOException>(() => DialAsync(door, Hello(pilot) with { Key = new string('k', 5000) }));
        await using var known = await DialAsync(door, Hello(pilot));
    }

    [Fact]
    public async Task A_worker_says_its_secret_to_nobody_but_the_engine()
    {
        var (pilots, door) = await PilotsAsync(1);
        var other = door with { Fingerprint = Convert.ToHexStringLower(new byte[32]) };
        await Assert.ThrowsAsync<IOException>(() => DialAsync(other, Hello(pilots[0])));
    }

    [Fact]
    public async Task Clear_text_and_silence_are_cut_off_and_hold_up_nobody()
    {
        var (pilots, door) = await PilotsAsync(1);
        var silent = new List<Socket>();
        for (var number = 0; number < 40; number++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync("127.0.0.1", door.Port);
            if (number % 2 == 0)
            {
                await socket.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
            }

            silent.Add(socket);
        }

        await using var known = await DialAsync(door, Hello(pilots[0]));
        foreach (var socket in silent)
        {
            // Until the door closes it: at once, or when its patience is over.
            var buffer = new byte[1024];
            try
            {
                while (await socket.ReceiveAsync(buffer).WaitAsync(Home.Patience) > 0)
                {
                }
            }
            catch (SocketException)
            {
                // Cut off too.
            }

            socket.Dispose();
        }
    }

    [Fact]
    public async Task A_worker_can_tell_of_no_attempt_but_its_own()
    {
        var (pilots, door) = await PilotsAsync(2);
        await using var first = await DialAsync(door, Hello(pilots[0]));
        await using var second = await DialAsync(door, Hello(pilots[1]));
        await SayAsync(first, new WorkerSaid(Holds: []));
        var given = Assert.Single((await HearAsync(first)).Start!);

        // The other claims its end, then that it holds it.
        var end = new TaskReport(given.Id, TaskState.Exited, 0);
        await SayAsync(second, new WorkerSaid(Holds: [given with { Cpus = 0 }]));
        await SayAsync(second, new WorkerSaid(Reports: [end], Elsewhere: [given.Id]));
        var own = Assert.Single((await HearAsync(second)).Start!);
        Assert.NotEqual(given.Id, own.Id);
        await SayAsync(second, new WorkerSaid(Reports: [end with { Id = own.Id, Exit = 4 }]));
        await SayAsync(first, new WorkerSaid(Reports: [end with { Exit = 3 }]));
        Assert.Equal(3, (await bench.FinalAsync(made.Single(each => each.Id == given.Id))).Exit);
        Assert.Equal(4, (await bench.FinalAsync(made.Single(each => each.Id == own.Id))).Exit);
    }

    [Fact]
    public async Task A_secret_is_good_for_nothing_once_its_job_is_over()
    {
        var (pilots, door) = await PilotsAsync(1);
        await cluster.LoseAsync(1);
        await Home.Until(() => Task.FromResult(!Directory.Exists(Path.Join(Root, pilots[0].Key))), "the pilot to be forgotten");
        await Assert.ThrowsAsync<PilotRefused>(() => DialAsync(door, Hello(pilots[0])));
    }

    private readonly List<TaskSpec> made = [];

    /// <summary>As many pilots as there are tasks that wait for them.</summary>
    private async Task<(List<PilotFile> Pilots, DoorFile Door)> PilotsAsync(int count)
    {
        for (var number = 0; number < count; number++)
        {
            made.Add(bench.Shell("exit 0"));
            await bench.StartAsync(made[^1]);
        }

        await Home.Until(
            () => Task.FromResult(cluster.All.Count(job => cluster.Processes(job, "sleep 1000").Count > 0) == count), "the jobs");
        return (
            [.. Directory.GetDirectories(Root).Select(static each => PilotFile.Read(each)!)],
            DoorFile.Read(Root)! with { Addresses = ["127.0.0.1"] });
    }

    private static WorkerHello Hello(PilotFile pilot) => new(WorkerHello.ProtocolNow, pilot.Key, pilot.Secret);

    private static Task<FramedStream> DialAsync(DoorFile door, WorkerHello hello) =>
        new EngineDial(TimeProvider.System).ConnectAsync(door, hello, CancellationToken.None);

    private static Task SayAsync(FramedStream to, WorkerSaid said) =>
        to.WriteAsync(said, PilotJson.Default.WorkerSaid, CancellationToken.None);

    private static async Task<EngineSaid> HearAsync(FramedStream from)
    {
        while (true)
        {
            if (await from.ReadAsync(PilotJson.Default.EngineSaid, CancellationToken.None) is { Start: not null } said)
            {
                return said;
            }
        }
    }
}
