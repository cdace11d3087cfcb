using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Planning;

namespace Dxflow.Tests.Workflows.Planning.Stored;

/// <summary>Plans by seed, with every part now there and now not; <see cref="Full"/> has all of them.</summary>
internal sealed class PlanSamples(int seed)
{
    private static readonly Place At = new("f.yaml", 7, 8);

    private readonly Random _random = new(seed);
    private bool _full;

    public RunPlan Full()
    {
        _full = true;
        return Plan();
    }

    public RunPlan Plan() => new(
        1, Text(), Pick<RunKind>(), "process", "/p", Many(Node), Many(Input), Many(Output), Maybe(5), Maybe(TimeSpan.FromSeconds(90.5)),
        Chance(), Maybe(0), Chance() ? ["hush"] : null, Chance(), Chance(), Chance() ? new ContainerSamples(seed).Project() : null,
        Chance() ? new Dictionary<string, int> { ["web"] = 3 } : null, Chance(), Chance() ? ["off"] : null,
        Chance() ? Many(Body) : null, Chance(),
        Chance() ? new ReusePlan(Text(), Text(), [Text()], [Text()], [new EditPlan(Text(), Text(), "1")]) : null,
        Chance() ? [new SourceVolumePlan(Text(), Text(), new ContainerSamples(seed).Project().Volumes[0])] : null,
        Chance() ? "login1" : null);

    private NodePlan Node() => new(
        Text(), Pick<NodeKind>(), "process", Chance() ? Text() : null, Many(Template), Chance() ? Text() : null,
        new Dictionary<string, Template> { ["A"] = Template(), ["é \""] = Template() },
        Chance() ? Template() : null,
        Many(() => new DependencyPlan(_random.Next(9), Pick<DependencyCondition>(), Chance())),
        new ResourcePlan(0.25 * _random.Next(99), _random.NextInt64(), Maybe(1.5), Maybe(1L << 40), _random.Next(1, 9),
            _random.Next(1, 5), Chance() ? new Dictionary<string, int> { ["gpu"] = 2 } : null,
            _random.Next(3), Chance() ? [Text()] : null),
        new StopPlan("SIGINT", TimeSpan.FromMilliseconds(1500)),
        Chance() ? Step() : null,
        Chance() ? new HealthPlan(["true"], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), 3, TimeSpan.Zero, TimeSpan.FromSeconds(5))
            : null,
        Chance() ? new RestartPlan(Pick<RestartCondition>(), Maybe(3), TimeSpan.FromSeconds(1)) : null,
        Chance() ? [new PortPlan(80, Maybe(8080), "127.0.0.1", "tcp")] : null,
        Chance() ? new Dictionary<string, Template> { ["l"] = Template() } : null,
        Chance() ? new ContainerSamples(seed).Container() : null,
        Maybe(1),
        _random.Next(1, 4),
        Chance() ? new Dictionary<string, Place> { ["privileged"] = new("f.yaml", 7, 8) } : null,
        Chance() ? Text() : null,
        Volumes: Chance() ? [new VolumePlan(Text(), Text(), Chance(), Chance(), Text())] : null,
        Pull: Pick<PullPolicy>(),
        Mounts: Chance() ? new ContainerSamples(seed).Container().Mounts : null);

    private StepPlan Step() => new(
        Many(Input), Many(Output), Pick<RunIf>(), Chance() ? Template() : null, Template(),
        new RetryPlan(3, [RetryClass.Lost, RetryClass.Any], new BackoffPlan(TimeSpan.FromSeconds(5), 2.5, TimeSpan.FromMinutes(5)),
            Chance() ? new GrowPlan(2, 1.5, 1L << 40) : null),
        new ExitPlan([0, 3], [75], []), new TimeoutPlan(Maybe(TimeSpan.FromHours(12)), Maybe(TimeSpan.FromTicks(1))), Pick<OnFail>(),
        Chance() ? new FanPlan(Many(Each)) : null,
        Chance() ? new RequirePlan(Maybe(0.9m), Maybe(45), Chance()) : null,
        Maybe(50),
        Chance(),
        Chance(),
        Chance() ? new CallPlan(1, Many(Input), Chance()) : null,
        Chance() ? new RepeatPlan(9, Chance() ? Template() : null, Many(() => new CarryPlan(Text(), Template(), At)), Chance()) : null,
        Maybe(10),
        Maybe(2),
        Secrets: Chance() ? Many(Secret) : null);

    private SecretPlan Secret() => new(Text(), Text());

    private EachPlan Each() => new(Text(), "file?", Chance() ? Template() : null, At, Chance() ? "[1, 2]" : null);

    private BodyPlan Body() => new(
        Text(), 1, 2, Many(Input), Many(Output), Maybe(5), Maybe(TimeSpan.FromSeconds(90.5)), Chance(), Maybe(1),
        Chance() ? Text() : null);

    private InputPlan Input() => new(
        Text(), "list<file>?", Chance() ? Template() : null, Chance() ? Text() : null, Chance() ? ["file:/x", "text:y"] : null,
        Chance() ? Template() : null, Chance(), Chance(), Chance() ? Text() : null, Chance() ? "[1]" : null, Maybe(-0.5), Maybe(1e300),
        Chance() ? "[a-z]+" : null, new Place("f.yaml", 3, 4));

    private OutputPlan Output() => new(
        Text(), "int", Chance() ? Template() : null, Chance() ? Template() : null, Chance() ? Template() : null, Chance() ? "5" : null,
        Pick<Collect>(), Chance() ? Template() : null, new Place("f.yaml", 1, 2));

    private Template Template() => new([new TemplatePart(Text()), new TemplatePart("inputs.x", true, new Place("f.yaml", 5, 6))]);

    private bool Chance() => _full || _random.Next(2) == 0;

    private T? Maybe<T>(T value)
        where T : struct => Chance() ? value : null;

    private T Pick<T>()
        where T : struct, Enum => Enum.GetValues<T>()[_full ? Enum.GetValues<T>().Length - 1 : _random.Next(Enum.GetValues<T>().Length)];

    private IReadOnlyList<T> Many<T>(Func<T> make) => [.. Enumerable.Range(0, _full ? 2 : _random.Next(3)).Select(_ => make())];

    private string Text() => new[] { "a", "", "é😀\"\\\n", "{{ x }}", "${Y}" }[_full ? 2 : _random.Next(5)];
}
