namespace Pipelines.Adapters.Posix;

/// <summary>Error numbers that we handle. The same on Linux and macOS unless noted.</summary>
internal static class Errno
{
    public const int NotFound = 2;
    public const int NoProcess = 3;
    public const int NoDevice = 6;
    public const int AccessDenied = 13;
    public const int Exists = 17;
    public const int NotDirectory = 20;
    public const int IsDirectory = 21;
    public const int Invalid = 22;
    public const int NoSpace = 28;
    public const int ReadOnly = 30;

    public static int WouldBlock => OperatingSystem.IsMacOS() ? 35 : 11;

    public static int Interrupted => 4;

    public static int Loop => OperatingSystem.IsMacOS() ? 62 : 40;

    public static int QuotaExceeded => OperatingSystem.IsMacOS() ? 69 : 122;

    public static int NotSupported => OperatingSystem.IsMacOS() ? 45 : 95;

    public static int NotEmpty => OperatingSystem.IsMacOS() ? 66 : 39;
}
