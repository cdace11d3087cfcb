using Dxflow.Runtimes;
using Dxflow.Tests.Workflows.Planning;
using Dxflow.Tests.Workflows.Running;
using Dxflow.Workflows.Graphs;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;
using Xunit;

namespace Dxflow.Tests.Workflows.Graphs;

public sealed class GraphTests
{
    private const string Document = """
        x-workflow: { on_exit: last.one }
        services:
          db: { command: [db], healthcheck: { test: [CMD, "true"] } }
          set-up: { command: [setup], depends_on: { db: { condition: service_healthy } } }
          make.a:
            command: [a]
            depends_on: { set-up: { condition: service_completed_successfully }, db: { condition: service_started } }
            x-step: { outputs: { out: { type: string, file: o }, more: { type: string, file: m } } }
          use:
            command: [b, "{{ steps['make.a'].outputs.out }}"]
            environment: { MORE: "{{ steps['make.a'].outputs.more }}", SAME: "{{ steps['make.a'].outputs.out }}" }
            x-step: { needs: [make.a] }
          after: { command: [c], x-step: { needs: [use], run_if: all_done, when: "{{ steps['make.a'].status == 'succeeded' }}" } }
          last.one: { command: [d], x-step: {} }
        """;

    [Fact]
    public void Edges_say_why_they_are_there()
    {
        var graph = GraphBuilder.Of("g", new PlanBench().Plan(Document));

        Assert.Equal(["db", "set-up", "make.a", "use", "after", "last.one"], graph.Nodes.Select(node => node.Name));
        Assert.Equal("last.one", Assert.Single(graph.Nodes, node => node.OnExit).Name);
        Assert.Equal(
            """
            db>set-up Healthy
            db>make.a Started
            set-up>make.a Succeeded
            make.a>use Data more
            make.a>use Data out
            make.a>after Status
            use>after Needs
            """,
            string.Join('\n', graph.Edges.Select(edge => $"{edge.From}>{edge.To} {edge.Kind} {edge.Output}".TrimEnd())));
    }

    [Fact]
    public void Mermaid_keeps_names_out_of_its_grammar() => Assert.Equal(
        """
        flowchart TD
          n0(["db"])
          n1[["set-up"]]
          n2["make.a"]
          n3["use"]
          n4["after"]
          n5["last.one (on exit)"]
          n0 -.->|"healthy"| n1
          n0 -.->|"started"| n2
          n1 -.->|"succeeded"| n2
          n2 -->|"more"| n3
          n2 -->|"out"| n3
          n2 -->|"status"| n4
          n3 --> n4

        """,
        GraphText.Drawn(GraphBuilder.Of("g", new PlanBench().Plan(Document)), GraphFormat.Mermaid).Text);

    [Fact]
    public void Graphviz_is_given_quoted_texts_and_clusters() => Assert.Equal(
        """"
        digraph "a\"b" {
          node [shape=box, style="rounded,filled", fillcolor=white, fontname="sans-serif"];
          edge [fontname="sans-serif", fontsize=10];
          n0 [label="say \"hi\\ × 1000\nrunning 7 of 1000, 2 failed", fillcolor="#fff9c4"];
          subgraph cluster_n1 {
            label="sub";
            n1 [shape=point, style=invis];
            n1_0 [label="in", shape=ellipse, style=filled];
          }
          n0 -> n1 [label="out"];
        }

        """",
        GraphText.Drawn(Nested, GraphFormat.Dot).Text);

    [Fact]
    public void Mermaid_is_given_entities_and_subgraphs() => Assert.Equal(
        """
        flowchart TD
          n0["say #34;hi#92; × 1000<br/>running 7 of 1000, 2 failed"]
          style n0 fill:#fff9c4
          subgraph n1["sub"]
            n1_0(["in"])
          end
          n0 -->|"out"| n1

        """,
        GraphText.Drawn(Nested, GraphFormat.Mermaid).Text);

    [Fact]
    public void Of_a_run_each_node_has_its_state_however_many_slices_it_has()
    {
        const int Many = 1_000_000;
        var plan = Plans.Up(Plans.Service("many") with { Replicas = Many }, Plans.Service("one"));
        var state = new RunState(plan);
        RunApply.Apply(state, new SlicesDropped(1, 0, 5, 6, UnitStatus.Failed, FailureReason.Exit));

        var graph = GraphBuilder.Of("g/1", state);

        var many = graph.Nodes[0];
        Assert.Equal((UnitStatus.Failed, Many, 0, 2), (many.State, many.Slices, many.Ok, many.Failed));
        Assert.Equal(UnitStatus.Waiting, graph.Nodes[1].State);
        Assert.Equal(RunStatus.Created, graph.State);
        Assert.Null(GraphText.Drawn(graph, GraphFormat.Json).Text);
    }

    private static WorkflowGraph Nested => new(
        "a\"b",
        RunStatus.Running,
        [
            new GraphNode("say \"hi\\", NodeKind.Step, "process", UnitStatus.Running, 1000, 7, 2),
            new GraphNode(
                "sub", NodeKind.Step, "process", Inner: new WorkflowGraph(
                    "sub", null, [new GraphNode("in", NodeKind.Service, "process")], [])),
        ],
        [new GraphEdge("say \"hi\\", "sub", GraphEdgeKind.Data, "out")]);
}
