package bench;

/// Seconds of processor time, by process.
///
/// @param postgres all its processes, those that have ended included
/// @param load the programs that generate the load, after they have ended
record Cpu(double server, double postgres, double load) {

    static Cpu usedBy(Server server, Scratch scratch) {
        return new Cpu(
                Processes.cpu(server.pid()),
                Processes.cpuOfFamily(scratch.postmaster()),
                Processes.cpuOfEndedChildren());
    }

    Cpu since(Cpu earlier) {
        return new Cpu(server - earlier.server, postgres - earlier.postgres, load - earlier.load);
    }
}
