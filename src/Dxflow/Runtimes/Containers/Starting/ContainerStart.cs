using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Api.Requests;
using Dxflow.Runtimes.Containers.Hooks;
using Dxflow.Runtimes.Containers.Images;
using Dxflow.Runtimes.Containers.Watching;

namespace Dxflow.Runtimes.Containers.Starting;

/// <summary>
/// Makes an attempt's container and starts it: 1 networks, volumes and the image are there, 2 the container is created, or the kept one of
/// that name taken, 3 the attempt's record is durable, 4 further networks and files, 5 start, 6 its hooks, aside. Asked again, it goes on
/// where it stopped. An image that has to be fetched or built first is waited for aside: the attempt is queued meanwhile. What cannot be
/// started is <see cref="TaskState.NotStarted"/>, and its record says so for good.
/// </summary>
internal sealed class ContainerStart(
    EngineApi api, ImageSupply images, ContainerFinding finding, Action<TaskReport> report, TimeProvider time)
{
    /// <summary>Engines make containers one after another inside; more at once only wait there.</summary>
    private const int AtOnceMax = 8;

    private const string Root = "0:0";

    private readonly ContainerCalls containers = new(api);
    private readonly NetworkCalls networks = new(api);
    private readonly OtherContainers others = new(new ContainerCalls(api));
    private readonly NameTaking names = new(new ContainerCalls(api), finding);
    private readonly SemaphoreSlim gate = new(AtOnceMax);

    public ProjectResources Projects { get; } = new(api, finding.Engine);

    public ImageWaits Waits { get; } = new(report, time, finding.Log);

    public async Task<TaskReport> StartAsync(TaskSpec spec, CancellationToken cancel)
    {
        if (Waits.Contains(spec.Id))
        {
            return ImageWaits.Queued(spec.Id);
        }

        return await OneAsync(spec, cancel) ?? Waits.Add(spec.Id, ImageWish.Of(spec), over => SuppliedAsync(spec, over));
    }

    /// <summary>
    /// 1, 2 and 4 alone, without a record: which attempt starts the container is not known yet, and each that is the same takes it by
    /// its name. Null, or why it cannot be made.
    /// </summary>
    public async Task<string?> MakeAsync(TaskSpec spec, CancellationToken cancel)
    {
        try
        {
            var image = await images.SupplyAsync(ImageWish.Of(spec), cancel);
            await gate.WaitAsync(cancel);
            try
            {
                spec = HostPaths.Settled(spec);
                await Projects.EnsureAsync(spec.Container!.Project, cancel);
                var (record, _) = await CreateAsync(await others.ResolveAsync(ApiSocket.Given(spec, api.Address), cancel), image, cancel);
                if (await containers.FindAsync(record.Id!, cancel) is { } found && found.State?.Running != true)
                {
                    await CompleteAsync(spec, found, cancel);
                }

                return null;
            }
            finally
            {
                gate.Release();
            }
        }
        catch (Fault failure) when (IsOfTheTask(failure))
        {
            return Explain(spec, failure);
        }
    }

    /// <summary>Fetches or builds the image, then starts; null if the image has gone again meanwhile.</summary>
    private async Task<TaskReport?> SuppliedAsync(TaskSpec spec, CancellationToken cancel)
    {
        try
        {
            await images.SupplyAsync(ImageWish.Of(spec), cancel);
        }
        catch (Fault failure) when (IsOfTheTask(failure))
        {
            return await GiveUpAsync(
                spec, null, FinalReport.NotStarted(spec.Id, FailureReason.Image, Explain(spec, failure)), cancel);
        }

        return await OneAsync(spec, cancel);
    }

    private async Task<TaskReport?> OneAsync(TaskSpec spec, CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        try
        {
            return await TryAsync(spec, cancel);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Null: nothing was done, because the image has to be fetched or built first.</summary>
    private async Task<TaskReport?> TryAsync(TaskSpec spec, CancellationToken cancel)
    {
        var record = AttemptRecord.Read(spec.Ref);
        if (record?.Final is { } final)
        {
            return final.Report(spec.Id);
        }

        var reason = FailureReason.Start;
        try
        {
            if (record is null && spec.Container!.Adopt && await others.InstanceAsync(spec.Container, cancel) is { } there)
            {
                record = Taken(New(spec.Container) with { Name = there.Name?.TrimStart('/'), Kept = true }, there);
                record.Write(spec.Ref);
            }

            var isNew = false;
            for (var isFirst = true; ; isFirst = false)
            {
                if (record is null)
                {
                    spec = HostPaths.Settled(spec);
                    await Projects.EnsureAsync(spec.Container!.Project, cancel);
                    reason = FailureReason.Image;
                    if (await images.LookAsync(ImageWish.Of(spec), cancel) is not { } image)
                    {
                        return null;
                    }

                    reason = FailureReason.Start;
                    (record, isNew) = await CreateAsync(
                        await others.ResolveAsync(ApiSocket.Given(spec, api.Address), cancel), image, cancel);
                    record.Write(spec.Ref);
                }

                try
                {
                    return await BeginAsync(spec, record, cancel);
                }
                catch (Fault left) when (isFirst && !spec.Container!.Adopt && MayBeHalfStarted(left, record, isNew))
                {
                    // It would be refused for good. One that has run keeps its anonymous volumes; what else it wrote goes, as whenever
                    // a container is made anew.
                    await containers.RemoveAsync(record.Id!, force: true, volumes: record.Before is null, cancel);
                    record = null;
                }
            }
        }
        catch (Fault failure) when (IsOfTheTask(failure))
        {
            return await GiveUpAsync(spec, record, FinalReport.NotStarted(spec.Id, reason, Explain(spec, failure)), cancel);
        }
    }

    /// <summary>
    /// The engine was killed while it started this one. Of one that has run only its words say so, for what it wrote would be lost; one
    /// that has not run loses nothing, and what is left of its first start has more words than are known.
    /// </summary>
    private static bool MayBeHalfStarted(Fault refused, AttemptRecord record, bool isNew) =>
        EngineRefusal.IsHalfStarted(refused) || (!isNew && record.Before is null && EngineRefusal.StatusOf(refused) == 500);

    /// <summary>The one of that name that was there already is not new.</summary>
    private async Task<(AttemptRecord Record, bool IsNew)> CreateAsync(TaskSpec spec, ImageAnswer image, CancellationToken cancel)
    {
        if (spec.Container!.AsEngine && await api.IsRootlessAsync(cancel))
        {
            spec = spec with { Container = spec.Container with { Spec = spec.Container.Spec with { User = Root } } };
        }

        var (task, version) = (spec.Container!, await api.VersionAsync(cancel));
        var hash = task.Labels.GetValueOrDefault(Labels.ConfigHash) ?? ConfigHash.Of(spec, each => CreateBody.Of(each, version));
        var body = CreateBody.Of(spec, version) with { Labels = StartLabels.Of(spec, hash, image.Id, finding.Engine) };
        var record = New(task) with { Name = task.Name, Kept = task.Kept, Init = CreateBody.HasInit(task) };
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return (record with { Id = (await containers.CreateAsync(task.Name, task.Spec.Image.Platform, body, cancel)).Id }, true);
            }
            catch (Fault refused) when (isFirst && EngineRefusal.StatusOf(refused) is 409 or 500)
            {
                // Docker says conflict, Podman 500: whether the name is taken is seen by looking.
                if (await containers.FindAsync(task.Name, cancel) is not { } holder)
                {
                    if (EngineRefusal.HalfMade(refused) is not { } half || !await containers.RemoveAsync(half, false, true, cancel))
                    {
                        throw;
                    }

                    continue;
                }

                if (await names.TakeAsync(spec, holder, hash, image.Id, cancel) is { } again)
                {
                    return (Taken(record, again), false);
                }
            }
        }
    }

    private static AttemptRecord New(ContainerTask task) => AttemptRecord.Empty with
    {
        PostStart = HookProgress.Of(task.Spec.PostStart),
        PreStop = HookProgress.Of(task.Spec.PreStop),
    };

    /// <summary>
    /// One that runs is this attempt from now on, and its start is long over; one that has run has to be started again to be it.
    /// </summary>
    private AttemptRecord Taken(AttemptRecord record, ContainerAnswer container) => container.State switch
    {
        { Running: true } => record with { Id = container.Id, EndedBefore = EngineTime.Text(time.GetUtcNow()), PostStart = null },
        { } state when FinalReport.WasStarted(state) =>
            record with { Id = container.Id, Before = state.StartedAt, EndedBefore = EndedBy(state) },
        _ => record with { Id = container.Id },
    };

    /// <summary>
    /// The moment after which nothing of the run before was written. An engine may note a last line a moment after the end; by now it has,
    /// and on a socket its clock is ours.
    /// </summary>
    private string? EndedBy(ContainerState state) =>
        api.Address.SocketPath is null ? state.FinishedAt : EngineTime.Text(time.GetUtcNow());

    private async Task<TaskReport> BeginAsync(TaskSpec spec, AttemptRecord record, CancellationToken cancel)
    {
        var found = await containers.FindAsync(record.Id!, cancel);
        if (found?.State is not { } state || !FinalReport.NeverRan(state, record.Before))
        {
            return await finding.ReportAsync(spec.Ref, record, found, cancel);
        }

        await CompleteAsync(spec, found, cancel);
        await containers.StartAsync(record.Id!, cancel);
        return await finding.ReportAsync(spec.Ref, record, await containers.FindAsync(record.Id!, cancel), cancel);
    }

    /// <summary>The networks beyond the one it was created in, and the files of its own.</summary>
    private async Task CompleteAsync(TaskSpec spec, ContainerAnswer found, CancellationToken cancel)
    {
        var further = NetworkModes.Further(spec.Container!).ToList();
        var dialect = further.Count > 0 ? (await api.VersionAsync(cancel)).Dialect : Dialect.Docker;
        foreach (var network in further)
        {
            if (found.NetworkSettings?.Networks?.ContainsKey(network.Network) != true)
            {
                await networks.ConnectAsync(
                    network.Network, new NetworkConnect(found.Id, NetworkModes.Settings(spec.Container!, network, dialect)), cancel);
            }
        }

        if (spec.Container!.Spec.Files is { Count: > 0 } files)
        {
            using var archive = new ByteArrayContent(FileArchive.Of(files));
            archive.Headers.ContentType = new("application/x-tar");
            await containers.UploadAsync(found.Id, "/", archive, cancel);
        }
    }

    /// <summary>What was created is removed, unless it is an older container that only did not start again.</summary>
    private async Task<TaskReport> GiveUpAsync(TaskSpec spec, AttemptRecord? record, TaskReport report, CancellationToken cancel)
    {
        if (record is { Id: { } id, Before: null })
        {
            await containers.RemoveAsync(id, force: true, volumes: true, cancel);
        }

        ((record ?? AttemptRecord.Empty) with { Final = AttemptEnd.Of(report) }).Write(spec.Ref);
        return report;
    }

    /// <summary>The engine has refused, or what is asked for cannot be; not that it is out of reach, or a disk is full.</summary>
    private static bool IsOfTheTask(Fault failure) => (failure.InnerException is EngineRefusal && !EngineRefusal.IsOfTheEngine(failure))
        || failure.Info.Code is FaultKind.Invalid or FaultKind.Missing or FaultKind.Conflict or FaultKind.Forbidden;

    private static string Explain(TaskSpec spec, Fault failure)
    {
        var words = EngineRefusal.WordsOf(failure);
        var said = (failure.Info.Hint ?? EngineRefusal.HintOf(failure)) is { } hint ? $"{words}; {hint}" : words;
        return spec.Command is [var program, ..] && said.Contains("exec", StringComparison.Ordinal) && !said.Contains(program)
            ? $"{program}: {said}"
            : said;
    }
}
