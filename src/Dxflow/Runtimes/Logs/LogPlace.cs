namespace Dxflow.Runtimes.Logs;

/// <summary>How far the two logs of one attempt were read: the offsets behind the last lines that were given.</summary>
internal readonly record struct LogPlace(long Output, long Error)
{
    public long this[bool error] => error ? Error : Output;

    public LogPlace With(bool error, long position) => error ? this with { Error = position } : this with { Output = position };
}
