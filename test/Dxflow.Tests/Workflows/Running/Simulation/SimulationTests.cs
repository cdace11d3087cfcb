using Xunit;

namespace Dxflow.Tests.Workflows.Running.Simulation;

/// <summary>
/// Worlds by seed. <c>DXFLOW_SIMULATION_SEEDS</c> says how many (1,000 unless told), <c>DXFLOW_SIMULATION_FIRST</c> where to begin:
/// a failing seed alone is FIRST=that and SEEDS=1.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int SeedsUnlessTold = 1000;

    [Fact]
    public void Every_invariant_holds_in_every_world()
    {
        var (actions, crashes) = (0L, 0);
        var seeds = Number("DXFLOW_SIMULATION_SEEDS", SeedsUnlessTold);
        var first = Number("DXFLOW_SIMULATION_FIRST", 1);
        for (var seed = first; seed < first + seeds; seed++)
        {
            var world = new World((ulong)seed);
            world.Run();
            actions += world.Actions;
            crashes += world.Crashes;
        }

        output.WriteLine($"{seeds} worlds, {actions} happenings, {crashes} crashes");
        Assert.True(seeds < 100 || crashes > seeds / 4, "the worlds were too kind");
    }

    /// <summary>The simulation would see it: each broken rule is noticed within a few hundred worlds.</summary>
    [Theory]
    [InlineData(nameof(Mutation.NoWait))]
    [InlineData(nameof(Mutation.EarlyAnswer))]
    [InlineData(nameof(Mutation.NoStartToken))]
    [InlineData(nameof(Mutation.NoHold))]
    [InlineData(nameof(Mutation.NoRecovery))]
    [InlineData(nameof(Mutation.LostCommand))]
    public void A_broken_rule_is_noticed(string rule)
    {
        var fault = Enum.Parse<Mutation>(rule);
        for (var seed = 1UL; seed <= SeedsUnlessTold; seed++)
        {
            try
            {
                new World(seed, fault).Run();
            }
            catch (SimulationFailure failure)
            {
                output.WriteLine($"{rule} is noticed by seed {seed}: {failure.Message.Split('\n')[0]}");
                return;
            }
        }

        Assert.Fail($"{rule}: nothing was noticed in {SeedsUnlessTold} worlds");
    }

    [Fact]
    public void The_same_seed_is_the_same_world()
    {
        var (one, other) = (new World(5), new World(5));
        one.Run();
        other.Run();
        Assert.Equal((one.Actions, one.Agenda.Now), (other.Actions, other.Agenda.Now));
    }

    private static int Number(string variable, int unlessTold) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : unlessTold;
}
