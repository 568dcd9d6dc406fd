package ai.a5c.krate.server.campaign;

/** Where a campaign was held. */
record Machine(int processors, String system, String java, String database) {

    /** This one. */
    static Machine here(String database) {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                "%s on %s".formatted(System.getProperty("os.name"), System.getProperty("os.arch")),
                Integer.toString(Runtime.version().feature()),
                database);
    }
}
