using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows;

/// <summary>A reference of whatever type, and the references that belong to no step. See <see cref="Ref{T}"/>.</summary>
public abstract class Ref
{
    private protected Ref(Formula formula) => Formula = formula;

    /// <summary>Which slice of a fan-out this is, from 0.</summary>
    public static Ref<int> Index { get; } = new(Formula.Name("index"));

    /// <summary>Which turn of a repeated step this is, from 0.</summary>
    public static Ref<int> Turn { get; } = new(Formula.Name("turn"));

    /// <summary>The run's id, which no other run has.</summary>
    public static Ref<string> RunId { get; } = new(Formula.Name("run.id"));

    /// <summary>The run's number among those of its workflow.</summary>
    public static Ref<int> RunNumber { get; } = new(Formula.Name("run.number"));

    /// <summary>How the run ended, in a step that is its flow's <see cref="Flow.OnExit"/>.</summary>
    public static Ref<string> RunState { get; } = new(Formula.Name("run.state"));

    internal Formula Formula { get; }

    /// <summary>A value of the program.</summary>
    public static Ref<T> Of<T>(T value) => Of(value, ValuesJson.Of<T>());

    /// <summary>A value of a type of your own, which is <c>json</c> in the document.</summary>
    public static Ref<T> Of<T>(T value, JsonTypeInfo<T> type) =>
        new(Literals.Formula(JsonSerializer.SerializeToElement(value, type), DocumentType.Of(typeof(T))));

    /// <summary>A list of these, in this order.</summary>
    public static Ref<IReadOnlyList<T>> List<T>(params Ref<T>[] items) => new(Formula.List(items.Select(static item => item.Formula)));

    /// <summary>The whole numbers from 0 up to, and without, the end.</summary>
    public static Ref<IReadOnlyList<int>> Range(Ref<int> end) => new(Formula.Call("range", end.Formula));

    /// <summary>The whole numbers from the start up to, and without, the end.</summary>
    public static Ref<IReadOnlyList<int>> Range(Ref<int> start, Ref<int> end) => new(Formula.Call("range", start.Formula, end.Formula));

    /// <summary>Elements of two lists of one length, each with its neighbour.</summary>
    public static Ref<IReadOnlyList<Pair<TFirst, TSecond>>> Zip<TFirst, TSecond>(
        Ref<IReadOnlyList<TFirst>> first, Ref<IReadOnlyList<TSecond>> second) => new(Formula.Call("zip", first.Formula, second.Formula));

    /// <summary>Each element of the first list with each of the second, which turns faster.</summary>
    public static Ref<IReadOnlyList<Pair<TFirst, TSecond>>> Product<TFirst, TSecond>(
        Ref<IReadOnlyList<TFirst>> first, Ref<IReadOnlyList<TSecond>> second) =>
            new(Formula.Call("product", first.Formula, second.Formula));

    /// <summary>One list after the other.</summary>
    public static Ref<IReadOnlyList<T>> Concat<T>(params Ref<IReadOnlyList<T>>[] lists) =>
        new(Formula.Call("concat", lists.Select(static list => list.Formula)));

    /// <summary>One of two values; the other is not asked for.</summary>
    public static Ref<T> If<T>(Ref<bool> test, Ref<T> then, Ref<T> otherwise) =>
        new(Formula.Choice(test.Formula, then.Formula, otherwise.Formula));

    /// <summary>The smaller.</summary>
    public static Ref<T> Min<T>(Ref<T> a, Ref<T> b) => new(Formula.Call("min", a.Formula, b.Formula));

    /// <summary>The larger.</summary>
    public static Ref<T> Max<T>(Ref<T> a, Ref<T> b) => new(Formula.Call("max", a.Formula, b.Formula));

    /// <summary>A text made of values, by a format as C's: <c>%06d</c>, <c>%.3f</c>, <c>%s</c>.</summary>
    public static Ref<string> Format(string format, params Ref[] values) =>
        new(Formula.Call("format", [Of(format).Formula, .. values.Select(static value => value.Formula)]));

    /// <summary>How a step reaches a service of the document: its host. The step waits until the service is healthy.</summary>
    public static Ref<string> ServiceHost(string service) => new(Formula.Name(Names.In("services", service) + ".host"));

    /// <summary>The port at which a step reaches the port of a service's program.</summary>
    public static Ref<int> ServicePort(string service, int port) =>
        new(Formula.Name(FormattableString.Invariant($"{Names.In("services", service)}.port({port})")));

    /// <summary>
    /// Two values that go together, as <c>zip</c> and <c>product</c> make them; a list of two in the document. There is none in a program.
    /// </summary>
    public abstract class Pair<TFirst, TSecond>
    {
        private Pair()
        {
        }
    }

    /// <summary>The expression, as it stands in a step.</summary>
    public override string ToString() => $"{{{{ {Formula.Write(Place.Task)} }}}}";
}
