using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Gates;
using Pipelines.Hosts;

namespace Pipelines.Maintenance;

/// <summary>Configuration keys for maintenance.</summary>
public static class MaintenanceKeys
{
    private static readonly Key<string> Calendar = Key.Optional("calendar", "Name of the calendar in whose windows the tasks may run.",
        Shapes.Text) with
    { DefaultText = "any time outside freezes" };
    private static readonly Key<string> Name = Key.Needed("name", "Name to display.", Shapes.Text);
    private static readonly Key<IReadOnlyList<string>> Run = Key.Needed("run", "The command.", Shapes.Command);
    private static readonly Key<TaskPlace> On =
        Key.Optional("on", "hosts or runner.", Shapes.Choice(("hosts", TaskPlace.Hosts), ("runner", TaskPlace.Runner)))
            .Or(TaskPlace.Hosts, "hosts");
    private static readonly Key<TimeSpan> Within = Key.Optional("within", "Time limit.", Shapes.Duration)
        .Or(TimeSpan.FromMinutes(30), "30m");
    private static readonly Key<bool> Continue = Key.Optional("continue-on-failure", "Continue if it fails, and do not fail the run.",
        Shapes.Boolean).Or(false, "false");

    private static readonly Key<IReadOnlyList<MaintenanceTask>> Tasks = Key.Needed("tasks", "The tasks, in order.",
        Shapes.Some(Shapes.Record(
        "a task", [Name, Run, On, Within, Continue],
        record =>
            new MaintenanceTask(record.Require(Name), record.Require(Run), record.Get(On), record.Get(Within), record.Get(Continue)))));

    public static Key<MaintenanceSpec> Maintenance { get; } = Key.Optional("maintenance", "Tasks of the maintenance step.", Shapes.Record(
        "a maintenance", [Calendar, Tasks], record => new MaintenanceSpec(record.Get(Calendar), record.Require(Tasks)))) with
    {
        Example = """
            app: backend
            calendars:
              night: { zone: Europe/Berlin, open: ["sun 02:00-03:00"] }
            environments:
              production:
                hosts: ["local:"]
                maintenance:
                  calendar: night
                  tasks:
                    - name: rotate logs
                      run: bin/rotate-logs --keep 14          # on every host, in the live release
                      within: 5m
                    - name: refresh statistics
                      on: runner
                      run: ["psql", "--file", "maintenance/analyze.sql"]
                      continue-on-failure: true
            """,
    };

    /// <summary>The referenced calendar must exist, and placeholders in the commands of tasks on hosts must have a value.</summary>
    public static void Check(ConfigNode root, ConfigReading reading)
    {
        References.Check(root, reading, ["environments", "*", Maintenance.Name, Calendar.Name], GateKeys.Calendars.Name, "a calendar");
        SlotPlaceholders.CheckTasks(root, reading, [Maintenance.Name, Tasks.Name], Run.Name,
            task => task is ConfigNode.Mapping map && map.Entries.All(entry =>
                entry.Key != On.Name || entry.Value is not ConfigNode.Scalar { Text: "runner" }));
    }
}
