namespace Dxflow.Bench;

/// <summary>One command over the socket beside one request of curl's over the same socket.</summary>
internal static class CliBench
{
    private const int Rounds = 31;

    public static void Run()
    {
        using var scratch = new Scratch();
        var home = scratch.At("home");
        using var engine = Server.Engine(home);
        var (ours, peer) = Figure.Alternate(
            Rounds,
            () => Programs.Time(Programs.Product, ["workflow", "list"], home),
            () => Programs.Time("curl", ["-sf", "--unix-socket", engine.Socket, "http://localhost/api/workflows"]));
        Figure.Print("cli.list", ours, peer, "ms");
        var (version, shell) = Figure.Alternate(
            Rounds,
            () => Programs.Time(Programs.Product, ["version"], home),
            () => Programs.Time("curl", ["--version"]));
        Figure.Print("cli.version", version, shell, "ms");
    }
}
