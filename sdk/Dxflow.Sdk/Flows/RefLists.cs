using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows;

/// <summary>What can be made of lists and maps when the run gets there.</summary>
public static class RefLists
{
    /// <summary>How many there are.</summary>
    public static Ref<int> Len<T>(this Ref<IReadOnlyList<T>> list) => new(Formula.Call("len", list.Formula));

    /// <summary>The element at a place, from 0; a place that there is not is a failure, unless <c>Or</c> follows.</summary>
    public static Ref<T> At<T>(this Ref<IReadOnlyList<T>> list, Ref<int> index) => new(list.Formula.At(index.Formula));

    /// <summary>The value of a key; a key that there is not is a failure, unless <c>Or</c> follows.</summary>
    public static Ref<T> At<T>(this Ref<IReadOnlyDictionary<string, T>> map, Ref<string> key) => new(map.Formula.At(key.Formula));

    /// <summary>Without what is null: the slices that failed and were let be.</summary>
    public static Ref<IReadOnlyList<T>> Compact<T>(this Ref<IReadOnlyList<T?>> list)
        where T : struct => new(Formula.Call("compact", list.Formula));

    /// <inheritdoc cref="Compact{T}(Ref{IReadOnlyList{Nullable{T}}})"/>
    public static Ref<IReadOnlyList<T>> Compact<T>(this Ref<IReadOnlyList<T>> list) => new(Formula.Call("compact", list.Formula));

    /// <summary>The list with null for each slice that failed and was let be, for whoever takes such.</summary>
    public static Ref<IReadOnlyList<T?>> OrNulls<T>(this Ref<IReadOnlyList<T>> list)
        where T : struct => new(list.Formula);

    /// <summary>Batches of so many, the last of what is left.</summary>
    public static Ref<IReadOnlyList<IReadOnlyList<T>>> Chunk<T>(this Ref<IReadOnlyList<T>> list, Ref<int> size) =>
        new(Formula.Call("chunk", list.Formula, size.Formula));

    /// <summary>The lists in a list as one, one level.</summary>
    public static Ref<IReadOnlyList<T>> Flatten<T>(this Ref<IReadOnlyList<IReadOnlyList<T>>> lists) =>
        new(Formula.Call("flatten", lists.Formula));

    /// <summary>Each once, where it stands first.</summary>
    public static Ref<IReadOnlyList<T>> Unique<T>(this Ref<IReadOnlyList<T>> list) => new(Formula.Call("unique", list.Formula));

    /// <summary>The smallest first; texts in byte order.</summary>
    public static Ref<IReadOnlyList<T>> Sort<T>(this Ref<IReadOnlyList<T>> list) => new(Formula.Call("sort", list.Formula));

    /// <summary>All added; 0 of an empty list.</summary>
    public static Ref<double> Sum(this Ref<IReadOnlyList<double>> list) => new(Formula.Call("sum", list.Formula));

    /// <inheritdoc cref="Sum(Ref{IReadOnlyList{double}})"/>
    public static Ref<int> Sum(this Ref<IReadOnlyList<int>> list) => new(Formula.Call("sum", list.Formula));

    /// <inheritdoc cref="Sum(Ref{IReadOnlyList{double}})"/>
    public static Ref<long> Sum(this Ref<IReadOnlyList<long>> list) => new(Formula.Call("sum", list.Formula));

    /// <summary>The smallest; null of an empty list.</summary>
    public static Ref<T> Min<T>(this Ref<IReadOnlyList<T>> list) => new(Formula.Call("min", list.Formula));

    /// <summary>The largest; null of an empty list.</summary>
    public static Ref<T> Max<T>(this Ref<IReadOnlyList<T>> list) => new(Formula.Call("max", list.Formula));

    /// <summary>Each element with its place before it.</summary>
    public static Ref<IReadOnlyList<Ref.Pair<int, T>>> Enumerate<T>(this Ref<IReadOnlyList<T>> list) =>
        new(Formula.Call("enumerate", list.Formula));

    /// <summary>The keys, in their order.</summary>
    public static Ref<IReadOnlyList<string>> Keys<T>(this Ref<IReadOnlyDictionary<string, T>> map) =>
        new(Formula.Call("keys", map.Formula));

    /// <summary>The values, in the order of their keys.</summary>
    public static Ref<IReadOnlyList<T>> Values<T>(this Ref<IReadOnlyDictionary<string, T>> map) => new(Formula.Call("values", map.Formula));
}
