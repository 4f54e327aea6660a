namespace Pipelines.Configuration.Schema;

/// <summary>Makes a value of a mapping whose keys were each read without a problem.</summary>
public delegate bool RecordBuilder<T>(ConfigRecord record, ConfigReading reading, out T value);
