using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.Owed;

namespace Dxflow.Workflows.Running.Loops;

/// <summary>Takes what a run owes the world, to be carried out and answered by <see cref="RunLoop.Post"/>. Must return at once.</summary>
internal delegate void CommandSender(RunLoop run, IReadOnlyList<RunCommand> commands);

/// <summary>Takes wishes for capacity, one runtime's or several's (by the step's plan). Must return at once.</summary>
internal delegate void LeaseSender(RunLoop run, IReadOnlyList<LeaseRequest> requests);

/// <summary>What a run's loop needs of the engine.</summary>
internal sealed record RunPorts(SteadyClock Clock, IRunQuestions Ask, CommandSender Send, LeaseSender Lease);
