using Xunit.v3;

// These tests wait for other processes most of the time: with as many at once as there are cores, two thirds of a machine are idle.
[assembly: Parallelization(MaxThreads = 4)]
