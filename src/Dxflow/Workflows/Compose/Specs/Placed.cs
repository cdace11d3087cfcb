using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Specs;

/// <summary>A value with the place where the user wrote it, so that a later check can still point there.</summary>
internal readonly record struct Placed<T>(T Value, Place At);
