package ai.a5c.krate.context;

/** What a part of the prompt is, in the order in which the agent reads it. */
public enum Layer {
    STACK_SYSTEM("System instructions", true),
    STACK_DEVELOPER("Developer instructions", true),
    SKILL("Skill", true),
    CONTEXT_LABEL("Context label", true),
    MEMORY("Company memory", false),
    TRIGGER_TEMPLATE("Assignment", true),
    TASK("Request of a user", false),
    SOURCE("Source", false);

    private final String title;
    private final boolean instructions;

    Layer(String title, boolean instructions) {
        this.title = title;
        this.instructions = instructions;
    }

    String title() {
        return title;
    }

    /** Whether reviewed resources wrote it; all else is data and stands in a fence. */
    public boolean instructions() {
        return instructions;
    }
}
