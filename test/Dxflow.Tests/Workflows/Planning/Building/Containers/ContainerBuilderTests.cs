using Dxflow.Tests.Workflows.Compose.Containers;
using Dxflow.Workflows.Planning;
using Xunit;

namespace Dxflow.Tests.Workflows.Planning.Building.Containers;

public sealed class ContainerBuilderTests
{
    private readonly PlanBench _bench = new()
    {
        Options = new PlanOptions(new MachineCapacity(8, 16L << 30), Runtime: "docker", Runtimes: ["process", "docker"]),
    };

    [Fact]
    public void A_plain_service_is_in_the_projects_default_network_by_its_name()
    {
        var plan = _bench.Plan("name: p\nservices: { web: { image: nginx, command: [a, b] } }");
        Assert.Equal(
            "{image:{reference:nginx},networking:{networks:[{network:p_default,aliases:[web]}]}}",
            ContainerText.Show(plan.Nodes[0].Container));
        Assert.Equal(
            "{name:p,directory:/p,files:[/p/f.yaml],networks:[{key:default,name:p_default}],volumes:[]}", ContainerText.Show(plan.Project));
        Assert.Null(plan.Nodes[0].Entrypoint);
    }

    [Fact]
    public void Names_are_the_container_engines_and_what_nobody_uses_is_not_made()
    {
        var plan = _bench.Plan("""
            name: p
            services:
              db:
                image: pg
                networks: { back: { aliases: [sql, db] }, front: { priority: 9 } }
                volumes: ["data:/d", "own:/o", "ext:/e"]
              off: { image: x, profiles: [never], networks: [unused], volumes: ["gone:/x"] }
            networks: { back: { internal: true }, front: { name: the-front }, unused: }
            volumes: { gone: , data: , own: { name: my-own, x-scope: run }, ext: { external: true } }
            """);
        Assert.Equal(
            "{image:{reference:pg},networking:{networks:[{network:the-front,aliases:[db]},{network:p_back,aliases:[db,sql]}]},"
            + "mounts:[{type:volume,source:p_data,target:/d},{type:volume,source:my-own,target:/o},{type:volume,source:ext,target:/e}]}",
            ContainerText.Show(plan.Nodes[0].Container));
        Assert.Equal(
            "{name:p,directory:/p,files:[/p/f.yaml],networks:[{key:back,name:p_back,internal:true},{key:front,name:the-front}],"
            + "volumes:[{key:data,name:p_data},{key:own,name:my-own,runOnly:true},{key:ext,name:ext,external:true}]}",
            ContainerText.Show(plan.Project));
    }

    [Fact]
    public void A_default_network_that_is_written_is_taken_as_it_is_written()
    {
        var plan = _bench.Plan("name: p\nservices: { a: { image: x } }\nnetworks: { default: { name: shared, external: true } }");
        Assert.Equal("shared", plan.Nodes[0].Container!.Networking!.Networks!.Single().Network);
        Assert.Equal(("default", "shared", true), (
            plan.Project!.Networks.Single().Key, plan.Project.Networks[0].Name, plan.Project.Networks[0].External));
    }

    [Theory]
    [InlineData("host")]
    [InlineData("none")]
    [InlineData("service:b")]
    public void With_a_mode_there_are_no_networks(string mode)
    {
        var plan = _bench.Plan(
            $"name: p\nservices: {{ a: {{ image: x, network_mode: '{mode}' }}, b: {{ image: x, network_mode: none }} }}");
        Assert.Equal((mode, null), (plan.Nodes[0].Container!.Networking!.Mode, plan.Nodes[0].Container!.Networking!.Networks));
        Assert.Empty(plan.Project!.Networks);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("b: { image: x }", "p_default")]
    public void A_step_is_in_the_projects_network_if_there_is_a_service(string other, string expected)
    {
        var plan = _bench.Plan($"name: p\nservices:\n  a: {{ image: x, command: [a], x-step: }}\n  {other}");
        Assert.Equal(expected, string.Join(',', plan.Nodes[0].Container!.Networking?.Networks?.Select(network => network.Network) ?? []));
    }

    [Fact]
    public void A_step_that_names_a_network_is_in_it()
    {
        var plan = _bench.Plan("name: p\nservices: { a: { image: x, command: [a], networks: [n], x-step: } }\nnetworks: { n: }");
        Assert.Equal("p_n", plan.Nodes[0].Container!.Networking!.Networks!.Single().Network);
        Assert.Equal("p_n", plan.Project!.Networks.Single().Name);
    }

    [Theory]
    [InlineData("image: x, command: [a]", null)]
    [InlineData("image: x, entrypoint: [a, b], command: [c]", 2)]
    [InlineData("image: x, entrypoint: []", 0)]
    [InlineData("image: x, x-step: { script: 'true' }", 2)]
    public void How_much_of_the_command_is_the_entrypoint(string service, int? expected) =>
        Assert.Equal(expected, _bench.Plan($"services: {{ a: {{ {service} }} }}").Nodes[0].Entrypoint);

    [Theory]
    [InlineData("build: .", "p-a")]
    [InlineData("build: ., image: 'mine:1'", "mine:1")]
    public void An_image_that_is_built_has_the_projects_name_unless_it_has_one(string service, string expected)
    {
        var image = _bench.Plan($"name: p\nservices: {{ a: {{ {service} }} }}").Nodes[0].Container!.Image;
        Assert.Equal((expected, "/p", "/p/Dockerfile"), (image.Reference, image.Build!.Context, image.Build.Dockerfile));
    }

    [Fact]
    public void What_belongs_to_Windows_is_warned_about_and_left_out()
    {
        const string text = "services: { a: { image: x, network_mode: none, isolation: hyperv, cpu_count: 2, cpu_percent: 5, cpuset: 7 } }";
        Assert.Equal(3, _bench.Problems(text).Split('\n').Length);
        Assert.Equal(
            "{image:{reference:x},networking:{mode:none},limits:{cpuSet:7}}", ContainerText.Show(_bench.Plan(text).Nodes[0].Container));
    }

    [Fact]
    public void Configs_and_secrets_have_their_contents()
    {
        _bench.Document.Variables["V"] = "from-client";
        _bench.Document.Files["f.txt"] = "of-file";
        var plan = _bench.Plan("""
            services: { a: { build: { context: ., secrets: [s] }, configs: [c, b], secrets: [s] } }
            configs: { c: { file: f.txt }, b: { file: x.bin } }
            secrets: { s: { environment: V } }
            """);
        var container = plan.Nodes[0].Container!;
        Assert.Equal(["of-file", null, "from-client"], container.Files!.Select(file => file.Content));
        Assert.Equal([null, "/p/x.bin", null], container.Files!.Select(file => file.Source));
        Assert.Equal("from-client", container.Image.Build!.Secrets!.Single().Content);
    }

    [Theory]
    [InlineData("services: { a: { command: [x] } }", "1:13 `a` has neither an image nor a build, and a container needs one")]
    [InlineData("services: { a: { image: x, secrets: [s] } }\nsecrets: { s: { external: true } }",
        "2:12 `s` of `secrets` is kept by a cluster, and there is none")]
    [InlineData("services: { a: { build: { secrets: [s] } } }",
        "1:25 the build of `a` uses `s`, which the top-level `secrets` does not have")]
    public void What_cannot_be_resolved_is_a_problem(string text, string expected) => Assert.Equal(expected, _bench.Problems(text));

    [Fact]
    public void A_service_that_is_not_enabled_has_no_problem() => Assert.Equal("", _bench.Problems(
        "services: { a: { image: x }, b: { image: x, profiles: [p], secrets: [s] } }\nsecrets: { s: { environment: NOT_SET } }"));

    [Fact]
    public void On_process_there_is_no_container_and_no_project()
    {
        _bench.Options = _bench.Options with { Runtime = "process" };
        var plan = _bench.Plan("services: { a: { command: [x] } }");
        Assert.Equal((null, null, null), (plan.Nodes[0].Container, plan.Nodes[0].Written, plan.Project));
    }

    [Fact]
    public void Places_of_what_may_need_a_permission_are_kept()
    {
        var written = _bench.Plan("""
            services:
              a:
                image: x
                privileged: true
                volumes: ["v:/d"]
                networks: [n]
            networks: { n: }
            volumes: { v: }
            """).Nodes[0].Written!;
        Assert.Equal(
            "image 3:5, privileged 4:5, volumes 5:5, networks 6:5, volumes /d 5:15, networks.n 7:13, volumes.v 8:12",
            string.Join(", ", written.Select(entry => $"{entry.Key} {entry.Value.Line}:{entry.Value.Column}")));
    }

    [Fact]
    public void Namespaces_volumes_and_links_are_edges() => Assert.Equal("a Service after b:Started, c:Started", PlanBench.Show(
        _bench.Plan("services: { a: { image: x, pid: 'service:b', volumes_from: [c] }, b: { image: x }, c: { image: x } }") is var plan
            ? plan : null!,
        plan.Nodes[0]));
}
