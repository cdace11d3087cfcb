// What `dotnet run dev.cs bench NAME` runs. Each line: NAME ours=… peer=… ratio=…; docs/benchmarks.md has the method.
using Dxflow.Bench;
using Dxflow.Bench.Core;
using Dxflow.Bench.Objects;
using Dxflow.Bench.Peers;
using Dxflow.Bench.Shells;
using Dxflow.Bench.Slices;

var benches = new Dictionary<string, Action>
{
    ["start"] = StartBench.Run,
    ["dispatch"] = DispatchBench.Run,
    ["fanout"] = FanoutBench.Run,
    ["process"] = ProcessBench.Run,
    ["recover"] = RecoverBench.Run,
    ["reuse"] = ReuseBench.Run,
    ["restart"] = RestartBench.Run,
    ["items"] = ItemsBench.Run,
    ["lookup"] = LookupBench.Run,
    ["cli"] = CliBench.Run,
    ["api"] = ApiBench.Run,
    ["revoke"] = RevokeBench.Run,
    ["logs"] = LogsBench.Run,
    ["compose"] = ComposeBench.Run,
    ["slurm"] = SlurmBench.Run,
    ["slurm-many"] = SlurmBench.RunMany,
    ["shell"] = ShellBench.Run,
    ["objects"] = ObjectsBench.Run,
    ["objects-small"] = ObjectsBench.RunSmall,
};

if (args is not [var name] || !benches.TryGetValue(name, out var run))
{
    Console.Error.WriteLine($"bench NAME: one of {string.Join(", ", benches.Keys)}");
    return 2;
}

try
{
    run();
    return 0;
}
catch (InvalidOperationException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
