using System.Text.Json;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Planning.Evaluation;

/// <summary>
/// Which slice of a node is evaluated: its <see cref="Index"/>, the node whose <c>each</c> made it (<see cref="FanNode"/>: itself, or the
/// step that it is a turn of; -1: none), and in a loop the <see cref="Turn"/> and what the turn <see cref="Before"/> gave; what that one
/// was given (<see cref="GivenBefore"/>) where a carried input is made of it.
/// </summary>
internal readonly record struct SliceView(
    int Index,
    int FanNode = -1,
    int? Turn = null,
    JsonElement? Before = null,
    IReadOnlyDictionary<string, FlowValue>? GivenBefore = null);
