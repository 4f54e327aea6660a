using System.Globalization;
using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Errors;

namespace Pipelines.Health.Checks;

/// <summary>Something listens on a port.</summary>
/// <param name="Host">Name or IP address.</param>
/// <param name="Port">1 to 65535, as a string because it may be <c>{port}</c>.</param>
public sealed record TcpCheck(string Host, string Port) : HealthCheck
{
    public static Case<HealthCheckSource> Kind { get; } = Shapes.Case<HealthCheckSource, string>(
        Key.Optional("tcp", "Connect to HOST:PORT.", Shapes.Scalar("HOST:PORT", (string text, out string value) =>
        {
            value = text;
            return text.LastIndexOf(':') is var colon && colon > 0 && colon < text.Length - 1;
        })),
        text => _ => new TcpCheck(text[..text.LastIndexOf(':')], text[(text.LastIndexOf(':') + 1)..]));

    public override string Description => $"tcp {Host}:{Port}";

    /// <summary>The port, after its placeholders are replaced.</summary>
    /// <exception cref="PipelineException">It is not a port.</exception>
    public int PortNumber() =>
        ushort.TryParse(Port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw PipelineException.BadInput(Title, $"\"{Port}\" is not a port. Expected 1 to 65535.");

    protected override HealthCheck ExpandOwn(Placeholders values) =>
        this with { Host = values.Expand(Host), Port = values.Expand(Port) };
}
