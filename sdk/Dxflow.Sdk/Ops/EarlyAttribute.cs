namespace Dxflow.Sdk.Ops;

/// <summary>
/// An output that an operator may leave before it ends, by <see cref="OpContext.PublishAsync"/>: it is kept even if the operator fails
/// afterwards. <c>[property: Early]</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class EarlyAttribute : Attribute;
