namespace Dxflow.Foundation.Files;

/// <summary>The numbers of Linux' errors that something here decides by; the same on every architecture we run on.</summary>
internal static class Errno
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int NoProcess = 3;
    public const int Interrupted = 4;
    public const int InputOutput = 5;
    public const int NoDevice = 6;
    public const int ListTooLong = 7;
    public const int NotExecutable = 8;
    public const int BadDescriptor = 9;
    public const int Again = 11;
    public const int AccessDenied = 13;
    public const int Exists = 17;
    public const int CrossDevice = 18;
    public const int NotDirectory = 20;
    public const int IsDirectory = 21;
    public const int Invalid = 22;
    public const int TooManyFiles = 24;
    public const int NotTerminal = 25;
    public const int TooBig = 27;
    public const int NoSpace = 28;
    public const int ReadOnlyDisk = 30;
    public const int TooManyLinks = 31;
    public const int BrokenPipe = 32;
    public const int NameTooLong = 36;
    public const int NotImplemented = 38;
    public const int NotEmpty = 39;
    public const int Loop = 40;
    public const int NotSupported = 95;
    public const int Quota = 122;
}
