using System.Runtime.CompilerServices;
using System.Text.Json;
using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows;

/// <summary>What can be asked of any value: whether it is another, what stands in for null, what is inside.</summary>
public static class RefValues
{
    /// <summary>Whether both are the same.</summary>
    public static Ref<bool> Is<T>(this Ref<T> value, Ref<T> other) =>
        new(Formula.Binary(value.Formula, "==", other.Formula, Formula.Equality));

    /// <summary>Whether they differ.</summary>
    public static Ref<bool> IsNot<T>(this Ref<T> value, Ref<T> other) =>
        new(Formula.Binary(value.Formula, "!=", other.Formula, Formula.Equality));

    /// <summary>Whether there is none: its step was skipped, or failed and was let be.</summary>
    public static Ref<bool> IsNull(this Ref value) => new(Formula.Binary(value.Formula, "==", Null, Formula.Equality));

    /// <summary>What stands in where the value is null.</summary>
    // Of both the compiler would otherwise take neither where the standby is a value of the program.
    [OverloadResolutionPriority(1)]
    public static Ref<T> Or<T>(this Ref<T?> value, Ref<T> standby)
        where T : struct => new(Formula.Binary(value.Formula, "??", standby.Formula, Formula.Coalesce));

    /// <inheritdoc cref="Or{T}(Ref{Nullable{T}}, Ref{T})"/>
    public static Ref<T> Or<T>(this Ref<T> value, Ref<T> standby) =>
        new(Formula.Binary(value.Formula, "??", standby.Formula, Formula.Coalesce));

    /// <summary>The value as one that may be null, for whoever takes such: the step may be skipped, or its failure let be.</summary>
    public static Ref<T?> OrNull<T>(this Ref<T> value)
        where T : struct => new(value.Formula);

    /// <summary>One text after the other.</summary>
    public static Ref<string> Then(this Ref<string> text, Ref<string> next) =>
        new(Formula.Binary(text.Formula, "+", next.Formula, Formula.Sum));

    /// <summary>A member of an object; null of null.</summary>
    public static Ref<JsonElement> Get(this Ref<JsonElement> value, string member) => new(value.Formula.At(Ref.Of(member).Formula));

    /// <summary>A value as one of a type, which is checked when the run gets there.</summary>
    public static Ref<T> As<T>(this Ref<JsonElement> value) => new(value.Formula with { IsName = false });

    /// <summary>A text read as JSON.</summary>
    public static Ref<JsonElement> AsJson(this Ref<string> text) => new(Formula.Call("json", text.Formula));

    /// <summary>A file of a directory, by its path in it; leaving the directory is a failure.</summary>
    public static Ref<FileArtifact> File(this Ref<DirArtifact> directory, Ref<string> path) =>
        new(Formula.Call("path", directory.Formula, path.Formula));

    /// <summary>All files of a directory, in byte order of their paths.</summary>
    public static Ref<IReadOnlyList<FileArtifact>> Files(this Ref<DirArtifact> directory) => new(Formula.Call("files", directory.Formula));

    /// <summary>The first of a pair.</summary>
    public static Ref<TFirst> First<TFirst, TSecond>(this Ref<Ref.Pair<TFirst, TSecond>> pair) => new(pair.Formula.At(Ref.Of(0).Formula));

    /// <summary>The second of a pair.</summary>
    public static Ref<TSecond> Second<TFirst, TSecond>(this Ref<Ref.Pair<TFirst, TSecond>> pair) => new(pair.Formula.At(Ref.Of(1).Formula));

    private static Formula Null { get; } = Formula.Name("null") with { IsName = false };
}
