using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Platform.Contexts;

internal sealed record ListContexts;

internal sealed record ContextItem(
    [Description("Its name.")] string Name,
    [Description("Where its engine is; a password in it is not shown.")] string? Endpoint,
    [Description("Whether Docker's own command uses it, for the engine's user.")] bool Current,
    [Description("Whether dxflow finds Docker by it.")] bool Used,
    [Description("What its owner wrote about it.")] string? Description = null,
    [Description("Why dxflow cannot use it, or what cannot be read."), Wide] string? Problem = null);

internal sealed record ContextItems([Description("Contexts, `default` first.")] IReadOnlyList<ContextItem> Items);
