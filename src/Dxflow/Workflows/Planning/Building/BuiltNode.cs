using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Planning.Building;

/// <summary>A node of the plan, the service it was made of, and the document that this stands in.</summary>
internal sealed record BuiltNode(NodePlan Node, ServiceSpec Service, PlanContext Context);
