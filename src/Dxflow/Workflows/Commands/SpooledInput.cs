namespace Dxflow.Workflows.Commands;

/// <summary>
/// Standard input as a file for the engine to take (<c>-p NAME=@-</c>): written when first asked for, gone with the command.
/// </summary>
internal sealed class SpooledInput(Stream input) : IDisposable
{
    private string? _path;

    public string Path()
    {
        if (_path is null)
        {
            _path = System.IO.Path.GetTempFileName();
            using var file = File.Create(_path);
            input.CopyTo(file);
        }

        return _path;
    }

    public void Dispose()
    {
        if (_path is not null)
        {
            File.Delete(_path);
        }
    }
}
