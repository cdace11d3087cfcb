namespace Dxflow.Bench;

/// <summary>From spawn to the first answer on an empty home, and what an idle engine costs, beside an empty Kestrel host.</summary>
internal static class StartBench
{
    private const int Rounds = 11;
    private const int IdleSeconds = 20;

    public static void Run()
    {
        using var scratch = new Scratch();
        var count = 0;
        var (ours, peer) = Figure.Alternate(
            Rounds,
            () => Ready(Server.Engine(scratch.At($"ours-{count++}"))),
            () => Ready(Server.Empty(scratch.At($"peer-{count++}"))));
        Figure.Print("start.ready", ours, peer, "ms");

        using var engine = Server.Engine(scratch.At("idle"));
        using var empty = Server.Empty(scratch.At("idle-peer"));
        Thread.Sleep(TimeSpan.FromSeconds(1));
        var (before, beforePeer) = (engine.CpuSeconds, empty.CpuSeconds);
        Thread.Sleep(TimeSpan.FromSeconds(IdleSeconds));
        Figure.Print("idle.memory", engine.MemoryMebibytes, empty.MemoryMebibytes, "MiB");
        Figure.Print(
            "idle.cpu", 100 * (engine.CpuSeconds - before) / IdleSeconds, 100 * (empty.CpuSeconds - beforePeer) / IdleSeconds, "%ofacore");
    }

    private static double Ready(Server server)
    {
        using (server)
        {
            return server.ReadyMilliseconds;
        }
    }
}
