using System.IO.Pipelines;
using System.Text;
using Dxflow.Operations;
using Dxflow.Surfaces.Http;
using Dxflow.Surfaces.Http.Answers;
using Dxflow.Workflows;
using Dxflow.Workflows.Logs;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Dxflow.Tests.Surfaces.Http.Answers;

public sealed class RecordWriterTests
{
    private const string Run = "0123456789abcdef";

    [Fact]
    public async Task A_record_with_a_place_has_it_as_its_id_in_events_alone_and_a_client_comes_back_with_it()
    {
        var logs = Catalog.Operations.Find("workflow.logs")!;
        Assert.NotNull(logs.Place);
        Assert.Null(Catalog.Operations.Find("workflow.events")!.Place);
        var places = new LogPlaces(1, Run, hasTail: false, null);
        places.Begin(new Dxflow.Runtimes.AttemptId(Run, 0, 0, 1), isFirst: false);
        LogLine line = new("s", DateTimeOffset.UnixEpoch, false, "text", 0, 1, 5);
        var id = places.After(0, line);
        var events = await WrittenAsync(logs, StreamForm.Events, line.In(places, 0));
        Assert.StartsWith($"id: {id}\ndata: {{\"step\":\"s\"", events, StringComparison.Ordinal);
        Assert.EndsWith("\"position\":5}\n\n", events, StringComparison.Ordinal);
        Assert.StartsWith("{\"step\":\"s\"", await WrittenAsync(logs, StreamForm.Lines, line.In(places, 0)), StringComparison.Ordinal);
        LogLine placeless = new("s", DateTimeOffset.UnixEpoch, false, "text", 0, 1, 5);
        Assert.StartsWith("data: ", await WrittenAsync(logs, StreamForm.Events, placeless), StringComparison.Ordinal);

        var extras = Exchange.ExtrasOf(logs, new HeaderDictionary { ["Last-Event-ID"] = id }, default);
        Assert.Equal((id, 0), (extras.ResumeAt, extras.ResumeAfter));
    }

    private static async Task<string> WrittenAsync(Operation logs, StreamForm form, LogLine line)
    {
        var pipe = new Pipe();
        var writer = new RecordWriter(pipe.Writer, form, WorkflowJson.Default.LogLine, logs.Place);
        writer.Write(line);
        await writer.FlushAsync(CancellationToken.None);
        await pipe.Writer.CompleteAsync();
        using var reader = new StreamReader(pipe.Reader.AsStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
