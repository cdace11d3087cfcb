using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows.Steps;

/// <summary>What can be said of steps that run a program.</summary>
/// <typeparam name="TSelf">The step itself.</typeparam>
public abstract class TaskStep<TSelf> : AnyStep<TSelf>
    where TSelf : TaskStep<TSelf>
{
    private protected TaskStep(Flow flow, string name)
        : base(flow, name)
    {
    }

    /// <summary>The image, on runtimes that have containers; <c>process</c> pays it no heed.</summary>
    public TSelf Image(string image) => SetService("image", YamlNode.Of(image));

    /// <summary>One variable of the program's environment.</summary>
    public TSelf Environment(string name, Template value) => Add("environment", name, Task(value, $"the variable `{name}`"));

    /// <summary>Where the program starts, if not in its work directory.</summary>
    public TSelf WorkingDirectory(Template path) => SetService("working_dir", Task(path, "the working directory"));

    /// <summary>A label of the container.</summary>
    public TSelf Label(string name, Template value) => Add("labels", name, Task(value, $"the label `{name}`"));

    /// <summary>Processors that one slice is given; otherwise 1 is booked and none enforced.</summary>
    public TSelf Cpus(double cpus) => Limit("cpus", new YamlScalar(((YamlScalar)Numbers.Node(cpus)).Text, YamlStyle.Text));

    /// <summary>Memory that one slice is given, as <c>1G</c> or <c>512M</c>.</summary>
    public TSelf Memory(string size) => Limit("memory", YamlNode.Of(size));

    /// <summary>Of a cluster: machines, tasks on them, and whatever it calls its own (<c>gpu</c>).</summary>
    public TSelf Resources(int? nodes = null, int? tasks = null, params IReadOnlyList<(string Name, int Count)> others)
    {
        var map = new YamlMap();
        map.Add("nodes", nodes is { } machines ? Numbers.Node(machines) : null);
        map.Add("tasks", tasks is { } count ? Numbers.Node(count) : null);
        foreach (var (name, each) in others)
        {
            map.Add(name, Numbers.Node(each));
        }

        return Set("resources", map);
    }

    /// <summary>How often it is attempted again: <c>Retry(3)</c>.</summary>
    public TSelf Retry(RetryPolicy policy) => Set("retry", policy.Node());

    /// <summary>What the program's exit codes mean.</summary>
    public TSelf Exit(ExitCodes codes) => Set("exit", codes.Node());

    /// <summary>A result that is there already, of the same program and inputs, is taken over instead of computed.</summary>
    public TSelf Cache() => Set("cache", YamlNode.Plain("inputs"));

    private protected YamlNode Task(Template value, string where) => value.Node(Place.Task, Flow, this, $"{where} of step `{Name}`");

    private protected YamlList Tasks(IEnumerable<Template> words, string where) => new([.. words.Select(word => Task(word, where))]);

    private TSelf Limit(string name, YamlNode value)
    {
        Document.Below("deploy", ["resources", "limits"], name, value);
        return Self;
    }
}
