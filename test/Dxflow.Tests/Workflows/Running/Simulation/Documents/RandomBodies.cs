using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Planning;

namespace Dxflow.Tests.Workflows.Running.Simulation.Documents;

/// <summary>
/// Makes some steps of a plan fan out, loop, or call documents of a few steps that call each other and themselves, with everything
/// that may stand beside that.
/// </summary>
internal static class RandomBodies
{
    private static readonly Template Text = Template.Literal("x");

    public static RunPlan Into(RunPlan plan, Chance chance, Func<Chance, NodePlan> step)
    {
        var (nodes, bodies) = (plan.Nodes.ToList(), new List<BodyPlan>());
        var called = chance.Percent(50) ? 0 : chance.Between(1, 2);
        for (var body = 1; body <= called; body++)
        {
            bodies.Add(Body(chance, nodes, body, called, step));
        }

        var written = nodes.Count;
        for (var node = 0; node < written; node++)
        {
            if (nodes[node].Kind != NodeKind.Step || nodes[node].Replicas != 1)
            {
                continue;
            }

            nodes[node] = chance.Percent(30) ? Fanned(chance, nodes[node]) : nodes[node];
            var isInside = node >= plan.Nodes.Count;
            if (called > 0 && !isInside && chance.Percent(30))
            {
                nodes[node] = Calling(chance, nodes[node], chance.Between(1, called));
            }
            else if (chance.Percent(15) && nodes[node].Step!.Call is null)
            {
                (nodes[node], var turn) = Looping(chance, nodes[node], 1 + bodies.Count);
                bodies.Add(new BodyPlan(turn.Name, nodes.Count, 1, [], []));
                nodes.Add(turn);
            }
        }

        return plan with { Nodes = nodes, Bodies = bodies.Count == 0 ? null : bodies };
    }

    /// <summary>Makes services of the first steps of some called documents: the others there wait for these as for steps.</summary>
    public static RunPlan Served(RunPlan plan, Chance chance)
    {
        var nodes = plan.Nodes.ToList();
        var turns = plan.Nodes.Select(static node => node.Step?.Call).OfType<CallPlan>().Where(static call => call.Inline)
            .Select(static call => call.Body).ToList();
        foreach (var (number, body) in (plan.Bodies ?? []).Index().Where(body => body.Item.Count > 1 && !turns.Contains(body.Index + 1)))
        {
            for (var node = body.First; node < body.First + body.Count - 1 && chance.Percent(60); node++)
            {
                if (nodes[node].Step!.Call is not null || body.OnExit == node)
                {
                    break;
                }

                nodes[node] = Service(chance, nodes[node], number);
            }

            for (var node = body.First; node < body.First + body.Count; node++)
            {
                nodes[node] = nodes[node] with
                {
                    After = [.. nodes[node].After.Select(edge => nodes[edge.Node].Kind != NodeKind.Service ? edge
                        : edge with { Condition = chance.Of(DependencyCondition.Started, DependencyCondition.Healthy) })],
                };
            }
        }

        return plan with { Nodes = nodes };
    }

    private static NodePlan Service(Chance chance, NodePlan node, int body)
    {
        var service = Plans.Service($"s{body}{node.Name}", [.. node.After]);
        service = chance.Percent(50)
            ? service.Restarts(chance.Of(RestartCondition.OnFailure, RestartCondition.Always), chance.Between(0, 3)) : service;
        service = chance.Percent(50) ? service.Checked() : service;
        service = chance.Percent(30) ? service.Contained() : service;
        return chance.Percent(30) ? service with { Replicas = chance.Between(0, 2) } : service;
    }

    private static BodyPlan Body(Chance chance, List<NodePlan> nodes, int body, int called, Func<Chance, NodePlan> step)
    {
        var (first, count) = (nodes.Count, chance.Between(1, 3));
        for (var node = first; node < first + count; node++)
        {
            var after = Enumerable.Range(first, node - first).Where(_ => chance.Percent(50))
                .Select(other => new DependencyPlan(other, DependencyCondition.Final)).ToList();
            var plan = step(chance) with { Name = $"b{body}n{node - first}", After = after };

            // Itself, or another: never without a condition, which says no deep inside.
            var calls = chance.Percent(25);
            nodes.Add(calls ? Calling(chance, plan, chance.Between(1, called)).When() : plan);
        }

        return new BodyPlan(
            $"b{body}", first, count, [], [], chance.Percent(20) ? chance.Between(1, 2) : null, FailFast: chance.Percent(20),
            OnExit: count > 1 && nodes[^1].After.Count == 0 && chance.Percent(30) ? first + count - 1 : null);
    }

    private static NodePlan Fanned(Chance chance, NodePlan node) => node with
    {
        Step = node.Step! with
        {
            Fan = new FanPlan([new EachPlan("x", "int", Text, default)]),
            Require = chance.Percent(50) ? Require(chance) : null,
            Parallel = chance.Percent(40) ? chance.Between(1, 3) : null,
            Shuffle = chance.Percent(30),
            WhenEach = node.Step.When is not null && chance.Percent(60),
        },
    };

    private static RequirePlan Require(Chance chance) => new(
        chance.Percent(60) ? chance.Between(0, 10) / 10m : null, chance.Percent(50) ? chance.Between(0, 5) : null, chance.Percent(40));

    private static NodePlan Calling(Chance chance, NodePlan node, int body) => node with
    {
        Step = node.Step! with
        {
            Call = new CallPlan(body, []),
            Repeat = chance.Percent(30) ? Repeat(chance) : null,
            Timeout = new TimeoutPlan(null, node.Step.Timeout.Run),
            Retry = node.Step.Retry with { Limit = 0 },
        },
    };

    private static (NodePlan Host, NodePlan Turn) Looping(Chance chance, NodePlan node, int body)
    {
        var host = Calling(chance, node, body);
        return (
            host with
            {
                Step = host.Step! with
                {
                    Call = new CallPlan(body, [], Inline: true),
                    Repeat = Repeat(chance),
                    Timeout = new TimeoutPlan(null, null),
                },
            },
            node with
            {
                After = [],
                Step = node.Step! with
                {
                    Fan = null,
                    Require = null,
                    Parallel = null,
                    When = null,
                    WhenEach = false,
                    Shuffle = false,
                    RunIf = RunIf.AllOk,
                },
            });
    }

    private static RepeatPlan Repeat(Chance chance) =>
        new(chance.Between(1, 4), chance.Percent(60) ? Text : null, [], chance.Percent(50));
}
