using System.Buffers.Binary;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Pilot.Wire;
using Xunit;

namespace Dxflow.Tests.Runtimes.Pilot.Wire;

public sealed class FramedStreamTests
{
    private static readonly WorkerSaid Said = new(
        Reports: [new TaskReport(new AttemptId("r", 0, 1, 2), TaskState.Exited, 0, Usage: new TaskUsage(1.5))], IsLeaving: true);

    [Fact]
    public async Task What_is_said_is_heard_as_it_was()
    {
        var stream = new MemoryStream();
        await using var frames = new FramedStream(stream, TimeProvider.System);
        await frames.WriteAsync(Said, PilotJson.Default.WorkerSaid, CancellationToken.None);
        await frames.WriteAsync(new WorkerSaid(), PilotJson.Default.WorkerSaid, CancellationToken.None);
        stream.Position = 0;
        var heard = await frames.ReadAsync(PilotJson.Default.WorkerSaid, CancellationToken.None);
        Assert.Equal(Said.Reports![0], heard.Reports![0]);
        Assert.True(heard.IsLeaving);
        Assert.Equal(new WorkerSaid(), await frames.ReadAsync(PilotJson.Default.WorkerSaid, CancellationToken.None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(FramedStream.StrangerBytesMax + 1)]
    public async Task A_frame_of_a_wrong_length_is_refused_before_anything_of_it_is_read(int length)
    {
        var head = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(head, length);
        await RefusesAsync(head);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("""{"protocol":1,"key":"k","secret":"s","more":1}""")]
    [InlineData("""{"protocol":1,"key":"k","key":"l","secret":"s"}""")]
    public async Task What_is_not_what_it_should_be_is_refused(string text)
    {
        var content = System.Text.Encoding.UTF8.GetBytes(text);
        var head = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(head, content.Length);
        await RefusesAsync([.. head, .. content]);
    }

    [Fact]
    public async Task A_frame_that_breaks_off_is_refused() => await RefusesAsync([9, 0, 0, 0, (byte)'{']);

    private static async Task RefusesAsync(byte[] bytes)
    {
        await using var frames = new FramedStream(new MemoryStream(bytes), TimeProvider.System);
        await Assert.ThrowsAnyAsync<IOException>(() => frames.ReadAsync(
            PilotJson.Default.WorkerHello, CancellationToken.None, FramedStream.StrangerBytesMax));
    }
}
