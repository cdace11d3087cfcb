namespace Dxflow.Foundation.Loops;

/// <summary>An item of a stream, or, without one, a moment to say something else.</summary>
internal readonly record struct Tick<T>(bool IsItem, T Item);
