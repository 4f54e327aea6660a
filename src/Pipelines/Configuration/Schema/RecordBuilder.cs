namespace Pipelines.Configuration.Schema;

/// <summary>Creates a value from a mapping whose keys were all read without a problem.</summary>
public delegate bool RecordBuilder<T>(ConfigRecord record, ConfigReading reading, out T value);
