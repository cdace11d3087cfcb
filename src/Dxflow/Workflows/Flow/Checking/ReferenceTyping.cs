using Dxflow.Workflows.Flow.Expressions;

namespace Dxflow.Workflows.Flow.Checking;

/// <summary>Looks a reference up in what the document declares.</summary>
internal delegate ReferenceType ReferenceTyping(Reference reference);
