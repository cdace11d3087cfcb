using System.Linq.Expressions;
using Dxflow.Sdk.Flows.Steps;
using Dxflow.Sdk.Flows.Writing;
using Dxflow.Sdk.Flows;
using Dxflow.Sdk.Ops.Sending;

namespace Dxflow.Sdk.Ops;

/// <summary>Steps whose program is an operator.</summary>
/// <typeparam name="TSelf">The step itself.</typeparam>
/// <typeparam name="TIn">The operator's inputs.</typeparam>
/// <typeparam name="TOut">The operator's outputs.</typeparam>
public abstract class OpBodyStep<TSelf, TIn, TOut> : TaskStep<TSelf>
    where TSelf : OpBodyStep<TSelf, TIn, TOut>
{
    private readonly Op<TIn, TOut> _op;
    private OpProgram? _program;
    private bool _isSent;

    private protected OpBodyStep(Flow flow, string name, Op<TIn, TOut> op)
        : base(flow, name)
    {
        _op = op;
        foreach (var (output, node) in OpText.Outputs(op).Entries)
        {
            Add("outputs", output, node);
        }

        Exit(new ExitCodes(Fatal: [70]));
    }

    private protected Op<TIn, TOut> Body => _op;

    /// <summary>The program that holds the operator, if it is not the flow's.</summary>
    public TSelf Program(OpProgram program)
    {
        _program = program;
        return Self;
    }

    /// <summary>Gives an input; those with a default, and those that may be null, may be left out.</summary>
    public TSelf With<T>(Expression<Func<TIn, T>> input, Ref<T> value)
    {
        var field = _op.Input(input);
        return Add("inputs", field.Name, Inputs.Of(Checked(value, $"the input `{field.Name}`"), field.Type, isTyped: true));
    }

    /// <summary>An input takes the value that the turn before left. Only with <c>Repeat</c>.</summary>
    public TSelf Carry<T>(Expression<Func<TIn, T>> input, Expression<Func<TOut, T>> output) =>
        Add("carry", _op.Input(input).Name, Values(Own(output), $"what carries `{_op.Input(input).Name}`"));

    /// <summary>What the turn has just left, for <c>Repeat</c>.</summary>
    public Ref<T> Own<T>(Expression<Func<TOut, T>> output) => new(Own(_op.Output(output).Name));

    internal override YamlMap Write()
    {
        var missing = _op.Inputs.Where(field => field.IsRequired
            && !Document.Names("inputs", field.Name) && !Document.Names("each", field.Name))
            .Select(static field => field.Property).ToList();
        if (missing.Count > 0)
        {
            throw new FlowException($"step `{Name}` gives operator `{_op.Name}` no {string.Join(", ", missing)}: call With.");
        }

        var program = _program ?? Flow.Program;
        if (program.IsThis && Document.HasService("image"))
        {
            throw new FlowException(
                $"step `{Name}` has an image, in which this program is not: say where it is, Program(OpProgram.At(…)).");
        }

        // Tasks get few variables of the engine's; a .NET that is not where it is looked for is found by this one.
        if (program.IsThis && System.Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root
            && !Document.Names("environment", "DOTNET_ROOT"))
        {
            Environment("DOTNET_ROOT", root);
        }

        if (program.Files is { } files)
        {
            Send(files, program.Image);
        }
        else
        {
            SetService("command", YamlNode.List([.. program.Words, "op", _op.Name]));
        }

        return base.Write();
    }

    /// <summary>The program is an input like any other: kept by its content, and laid where the step sees it.</summary>
    private void Send(ProgramFiles files, string? image)
    {
        if (!_isSent)
        {
            Add("inputs", ProgramFiles.Input, files.IsDirectory
                ? Inputs.Of(Ref.Of(new DirArtifact(files.Path)).Formula, DocumentType.Of(typeof(DirArtifact)), isTyped: true)
                : Inputs.Of(Ref.Of(new FileArtifact(files.Path)).Formula, DocumentType.Of(typeof(FileArtifact)), isTyped: true));
            _isSent = true;
        }

        if (image is not null && !Document.HasService("image"))
        {
            Image(image);
        }

        var placed = new StepInput<string>(Formula.Name($"inputs.{ProgramFiles.Input}", this), ProgramFiles.Input);
        SetService("command", Tasks([.. files.Words(placed), "op", _op.Name], "the command"));
    }
}
