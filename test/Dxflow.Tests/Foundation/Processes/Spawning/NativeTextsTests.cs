using System.Runtime.InteropServices;
using Dxflow.Foundation.Processes.Spawning;
using Xunit;

namespace Dxflow.Tests.Foundation.Processes.Spawning;

public sealed unsafe class NativeTextsTests
{
    [Fact]
    public void A_vector_holds_each_text_and_ends_with_null()
    {
        using var texts = new NativeTexts();
        string[] given = ["", "plain", "Grüße 🧪", "two\nlines"];
        var vector = texts.Vector(given);
        for (var index = 0; index < given.Length; index++)
        {
            Assert.Equal(given[index], Marshal.PtrToStringUTF8((nint)vector[index]));
        }

        Assert.True(vector[given.Length] == null);
    }

    [Fact]
    public void A_text_that_c_would_cut_is_refused()
    {
        using var texts = new NativeTexts();
        Assert.Contains("a?b", Assert.Throws<ArgumentException>(() => { texts.Vector(["ok", "a\0b"]); }).Message);
        Assert.Throws<ArgumentException>(() => { texts.Text("\0"); });
    }
}
