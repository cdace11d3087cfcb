using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows.Steps;

/// <summary>Steps whose program is a command or a script.</summary>
/// <typeparam name="TSelf">The step itself.</typeparam>
public abstract class BodyStep<TSelf> : TaskStep<TSelf>
    where TSelf : BodyStep<TSelf>
{
    private protected BodyStep(Flow flow, string name)
        : base(flow, name)
    {
    }

    /// <summary>The program and its arguments, each one argument whatever is in it.</summary>
    public TSelf Command(params Template[] words) => SetService("command", Tasks(words, "the command"));

    /// <summary>A program that replaces the image's own; the command are its arguments.</summary>
    public TSelf Entrypoint(params Template[] words) => SetService("entrypoint", Tasks(words, "the entrypoint"));

    /// <summary>A text that an interpreter runs, taken verbatim: inputs are in its environment, <c>DXFLOW_INPUT_NAME</c>.</summary>
    /// <param name="text">The script.</param>
    /// <param name="interpreter">The program and its arguments, before the script's path; otherwise <c>/bin/sh -eu</c>.</param>
    public TSelf Script(string text, params IReadOnlyList<string> interpreter)
    {
        Set("script", new YamlScalar(text.ReplaceLineEndings("\n"), YamlStyle.Verbatim));
        return interpreter.Count == 0 ? Self : Set("interpreter", YamlNode.List(interpreter));
    }

    /// <summary>A script that lies beside the document.</summary>
    /// <param name="path">Its path, from the project's directory.</param>
    /// <param name="interpreter">As of <see cref="Script"/>.</param>
    public TSelf ScriptFile(string path, params IReadOnlyList<string> interpreter)
    {
        var file = new YamlMap();
        file.Add("file", YamlNode.Of(path));
        Set("script", file);
        return interpreter.Count == 0 ? Self : Set("interpreter", YamlNode.List(interpreter));
    }

    /// <summary>Something that the step takes.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="from">Where it comes from, or the value itself.</param>
    /// <param name="path">Of an artifact: where it lies in the work directory; otherwise <c>inputs/NAME</c> and its own ending.</param>
    /// <param name="writable">Of an artifact: the step gets a copy of its own.</param>
    /// <param name="place">Of artifacts: whether they are laid there at all, or only listed.</param>
    public StepInput<T> Input<T>(string name, Ref<T> from, Template? path = null, bool writable = false, bool place = true)
    {
        var options = new YamlMap();
        options.Add("path", path?.Node(Place.Values, Flow, this, $"the path of `{name}` in step `{Name}`"));
        options.Add("writable", writable ? YamlNode.Plain("true") : null);
        options.Add("place", place ? null : YamlNode.Plain("false"));
        Add("inputs", Names.Value(name), Inputs.Of(
            Checked(from, $"the input `{name}`"), DocumentType.Of(typeof(T)), isTyped: false, options.Entries.Count == 0 ? null : options));
        return new(Formula.Name($"inputs.{name}", this), name);
    }

    /// <summary>An input takes the value that the turn before left. Only with <c>Repeat</c>.</summary>
    public TSelf Carry<T>(StepInput<T> input, Ref<T> value) => Add("carry", input.Name, Values(value, $"what carries `{input.Name}`"));

    private protected void Declare<T>(string name, OutputPlace place, bool isOptional)
    {
        var type = DocumentType.Of(typeof(T));
        type = isOptional ? type with { Optional = true } : type;
        Add("outputs", Names.Value(name), place.Node(
            type, name, template => template.Node(Place.Task, Flow, this, $"the output `{name}` of step `{Name}`")));
    }
}
