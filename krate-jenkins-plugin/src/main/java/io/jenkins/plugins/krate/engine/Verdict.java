package io.jenkins.plugins.krate.engine;

/**
 * What a person says to a question.
 *
 * @param approval the question's name
 * @param bindingDigest of what they were shown
 * @param who who says so in Jenkins
 * @param comment in their words; may be empty
 */
public record Verdict(String approval, boolean approve, String bindingDigest, JenkinsUser who, String comment) {

    public Verdict {
        approval = Texts.name(approval);
        bindingDigest = Texts.name(bindingDigest);
        comment = Texts.bounded(comment, 1_500);
    }

    /** The comment that Krate keeps: who said so in Jenkins, and their words. */
    public String told() {
        String where = who.controller().isEmpty() ? "Jenkins" : "Jenkins at " + who.controller();
        String words = comment.isBlank() ? "" : ": " + comment.strip();
        String name = who.name().equals(who.id()) ? who.id() : "%s (%s)".formatted(who.name(), who.id());
        return "%s in %s%s".formatted(name, where, words);
    }

    /**
     * Somebody whom Jenkins knows.
     *
     * @param id the user's id there
     * @param name the full name
     * @param controller the controller's address; may be empty
     */
    public record JenkinsUser(String id, String name, String controller) {

        public JenkinsUser {
            id = Texts.name(id);
            name = Texts.name(name);
            controller = Texts.name(controller);
        }
    }
}
