using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Cli.Terminals;

namespace Dxflow.Surfaces.Cli.Output;

/// <summary>
/// Writes answers to standard output in the form that was asked for. Messages go elsewhere (<see cref="NoteAsync"/>), so that what
/// is piped is the answer alone.
/// </summary>
internal sealed class OutputWriter(Terminal terminal, GlobalOptions options, TimeProvider time)
{
    private const int GatheredMax = 32 << 10;

    public OutputForm Form => options.Output;

    /// <summary>True where a person reads: a command with a drawing of its own draws only then.</summary>
    public bool IsForPeople => options.Output is OutputForm.Table or OutputForm.Wide;

    /// <summary>A record of our own making, as if the engine had answered it.</summary>
    public Task ShowAsync<T>(JsonTypeInfo<T> type, T answer, CancellationToken cancel) =>
        ShowAsync(type, JsonSerializer.SerializeToElement(answer, type), cancel);

    public async Task ShowAsync(JsonTypeInfo type, JsonElement answer, CancellationToken cancel)
    {
        var contract = Contract.Of(type);
        await WriteAsync(options.Output switch
        {
            OutputForm.Json => JsonText.Indented(answer) + "\n",
            OutputForm.Yaml => YamlText.Of(answer),
            OutputForm.Name => Names(contract, answer),
            _ => Text().Of(contract, answer),
        }, cancel);
        if (IsForPeople && answer.TryGetProperty("next", out var next) && next.ValueKind == JsonValueKind.String)
        {
            await NoteAsync($"There is more: --cursor {next.GetString()}");
        }
    }

    /// <summary>One record of a stream: a line of JSON, a YAML document, a name, or a line of text.</summary>
    public async Task ShowItemAsync(JsonTypeInfo type, JsonElement item, CancellationToken cancel) => await WriteAsync(options.Output switch
    {
        OutputForm.Json => JsonText.Compact(item) + "\n",
        OutputForm.Yaml => "---\n" + YamlText.Of(item),
        OutputForm.Name => AnswerText.NameOf(Contract.Of(type), item) + "\n",
        _ => Text().Line(Contract.Of(type), item),
    }, cancel);

    public Task ShowItemAsync<T>(JsonTypeInfo<T> type, T item, CancellationToken cancel) =>
        ShowItemAsync(type, JsonSerializer.SerializeToElement(item, type), cancel);

    public Task WriteLineAsync(string line, CancellationToken cancel) => WriteAsync(line + "\n", cancel);

    /// <summary>
    /// Lines as they come: those that are there already are written together, and nothing is kept back while the next is waited for.
    /// </summary>
    public async Task WriteLinesAsync(Func<CancellationToken, IAsyncEnumerable<string>> lines, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var source = lines(over.Token).GetAsyncEnumerator(over.Token);
        var (gathered, next) = (new ArrayBufferWriter<byte>(), Task.FromResult(false));
        try
        {
            do
            {
                next = source.MoveNextAsync().AsTask();
                if (!next.IsCompletedSuccessfully || gathered.WrittenCount >= GatheredMax)
                {
                    await WriteGatheredAsync();
                }
            }
            while (await next && Gather());
            await WriteGatheredAsync();
        }
        finally
        {
            // A reader of ours that has gone leaves a line that is still waited for.
            await over.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await source.DisposeAsync();
        }

        bool Gather()
        {
            Encoding.UTF8.GetBytes(source.Current, gathered);
            gathered.Write("\n"u8);
            return true;
        }

        async Task WriteGatheredAsync()
        {
            if (gathered.WrittenCount > 0)
            {
                await terminal.Output.WriteAsync(gathered.WrittenMemory, cancel);
                gathered.ResetWrittenCount();
            }
        }
    }

    public async Task WriteAsync(string text, CancellationToken cancel) =>
        await terminal.Output.WriteAsync(Encoding.UTF8.GetBytes(text), cancel);

    /// <summary>Colour for what is written to standard output, where it is wanted.</summary>
    public Paint Paint => new(terminal.Facts.Colour && IsForPeople);

    /// <summary>A message, on standard error; <c>-q</c> silences it.</summary>
    public Task NoteAsync(string message) => options.Quiet ? Task.CompletedTask : terminal.Error.WriteLineAsync(message);

    /// <summary>Columns of our own, cut to the terminal as the derived ones are.</summary>
    public Table Table(params IReadOnlyList<Column> columns) => new(columns, Form == OutputForm.Wide ? 0 : terminal.Facts.Columns);

    /// <summary>Ages, durations and sizes as the derived tables show them.</summary>
    public Readable Readable() => new(time.GetUtcNow(), Form == OutputForm.Wide);

    private AnswerText Text() => new(Readable(), Form == OutputForm.Wide, terminal.Facts.Columns);

    private static string Names(Contract contract, JsonElement answer)
    {
        if (AnswerText.ItemsOf(contract) is not { } items)
        {
            return AnswerText.NameOf(contract, answer) + "\n";
        }

        var names = answer.GetProperty(items.Name).EnumerateArray().Select(
            item => AnswerText.NameOf(items.Type.Element!.Record, item) + "\n");
        return string.Concat(names);
    }
}
