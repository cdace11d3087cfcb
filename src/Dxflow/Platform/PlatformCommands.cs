using System.Runtime.CompilerServices;
using Dxflow.Foundation.Values;
using Dxflow.Operations;
using Dxflow.Platform.Containers;
using Dxflow.Platform.Images;
using Dxflow.Platform.Registries;
using Dxflow.Runtimes.Talking;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Progress;

namespace Dxflow.Platform;

/// <summary>
/// Terminal behaviour of the platform noun: pulls and pushes are drawn, a build is fed from standard input, exec is a terminal, and a
/// password is typed without being shown.
/// </summary>
internal static class PlatformCommands
{
    private const int ChunkBytes = 128 * 1024;

    public static IReadOnlyList<OperationView> Views { get; } =
    [
        OperationView.For<PullImage>("platform.image.pull", PlatformJson.Default, static (request, context) =>
            ShowAsync(context.StreamAsync<PullImage, ImageProgress>("platform.image.pull", request), request.Image, context)),
        OperationView.For<PushImage>("platform.image.push", PlatformJson.Default, static (request, context) =>
            ShowAsync(context.StreamAsync<PushImage, ImageProgress>("platform.image.push", request), request.Image, context)),
        OperationView.For<BuildImage>("platform.image.build", PlatformJson.Default, BuildAsync),
        OperationView.For<ExecInContainer>("platform.container.exec", PlatformJson.Default, static (request, context) =>
            ExecCommands.RunAsync(
                "platform.container.exec",
                request,
                ContainerExec.TermsOf(request),
                static (request, terms) => request with { Rows = terms.Rows, Columns = terms.Columns, Term = terms.Term },
                context)),
        OperationView.For<LoginRegistry>("platform.registry.login", PlatformJson.Default, LoginAsync),
    ];

    /// <summary>Layers as rows, in bytes; the image's id is the answer.</summary>
    private static async Task<int> ShowAsync(IAsyncEnumerable<ImageProgress> records, string image, ClientContext context)
    {
        if (!context.Output.IsForPeople)
        {
            return await PassOnAsync(records, context);
        }

        var made = default(string);
        await using (var progress = new LiveProgress(context.Terminal, context.Options, context.Time, image))
        {
            await foreach (var record in records)
            {
                made = record.Image ?? made;
                if (record.Part is { } part)
                {
                    progress.Update(new ProgressRow(part, record.Text, Note: Bytes(record)));
                }
            }
        }

        await context.Output.WriteLineAsync(made ?? image, context.Interrupts.Ended);
        return 0;
    }

    private static string? Bytes(ImageProgress record) => record.TotalBytes is > 0 and var total
        ? $"{Math.Clamp(100 * (record.CurrentBytes ?? 0) / total, 0, 100)} %"
        : null;

    private static async Task<int> PassOnAsync(IAsyncEnumerable<ImageProgress> records, ClientContext context)
    {
        await foreach (var record in records)
        {
            await context.Output.ShowItemAsync(PlatformJson.Default.ImageProgress, record, context.Interrupts.Ended);
        }

        return 0;
    }

    private static async Task<int> BuildAsync(BuildImage request, ClientContext context)
    {
        if (context.Terminal.Facts.InputIsTerminal)
        {
            throw Fault.Invalid("there is no archive on standard input", "tar c . | dxflow platform image build …");
        }

        var records = context.DuplexAsync<BuildImage, BuildInput, ImageProgress>("platform.image.build", request, ArchiveAsync(context));
        if (!context.Output.IsForPeople)
        {
            return await PassOnAsync(records, context);
        }

        await foreach (var record in records)
        {
            if (record.Image is { } made)
            {
                await context.Output.WriteLineAsync(made, context.Interrupts.Ended);
            }
            else
            {
                await context.Output.NoteAsync(VisibleText.Of(record.Text));
            }
        }

        return 0;
    }

    private static async IAsyncEnumerable<BuildInput> ArchiveAsync(
        ClientContext context, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var chunk = new byte[ChunkBytes];
        int read;
        while ((read = await context.Terminal.Input.ReadAsync(chunk, cancel)) > 0)
        {
            yield return new BuildInput(chunk[..read]);
        }
    }

    private static async Task<int> LoginAsync(LoginRegistry request, ClientContext context)
    {
        var user = request.User ?? (context.Terminal.Facts.InputIsTerminal
            ? await context.Questions.AskAsync("User: ", context.Interrupts.Ended)
            : null);
        var password = request.Password ?? await context.Questions.AskSecretAsync(
            "Password: ", "--password FILE, or - for standard input.", context.Interrupts);
        var item = await context.CallAsync<LoginRegistry, RegistryItem>(
            "platform.registry.login", request with { User = user, Password = password });
        await context.Output.ShowAsync(PlatformJson.Default.RegistryItem, item, context.Interrupts.Ended);
        return 0;
    }
}
